"""Examples of the JSON that the API takes and gives, made from its schema where nobody wrote a better one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

BY_FORMAT = {
    "uuid": "0193a4b2-7c1e-7000-8000-000000000001",
    "date": "2026-11-22",
    "date-time": "2026-11-22T06:30:00Z",
    "time": "06:30",
    "email": "ada@example.org",
    "uri": "https://example.org/formline",
}
BY_NAME: dict[str, float | str | None] = {
    "birth_year": 1988,
    "hr_max_bpm": 188,
    "hr_rest_bpm": 48,
    "fitness_days": 42,
    "fatigue_days": 7,
    "hr_bpm": 142,
    "power_w": 205,
    "ftp_w": 265,
    "speed_mps": 3.4,
    "cadence_rpm": 86,
    "distance_m": 12_400,
    "ascent_m": 180,
    "altitude_m": 420,
    "weight_kg": 68.4,
    "sleep_s": 27_000,
    "_s": 3600,
    "_min": 45,
    "minutes": 60,
    "_pct": 4.2,
    "_usd": 0.04,
    "load": 82,
    "fitness": 61.4,
    "fatigue": 70.2,
    "form": -8.8,
    "rpe": 6,
    "intensity": 0.81,
    "time_zone": "Europe/Berlin",
    "device_name": "Edge 540",
    "sub_sport": "generic",
    "url": "https://example.org/hooks/formline",
    "next": "https://formline.example.org/api/v1/athletes/me/activities/?cursor=cD0yMDI2",
    "previous": None,
    "title": "Hill repeats",
    "name": "Hill repeats",
    "key": "fl_0193a4b27c1e_shown-this-once",
}
"""What values are usually like, by the end of the field's name."""

JSON = "application/json"


def add_examples(result: dict[str, Any]) -> None:
    """Give each JSON request body of this OpenAPI document an `example`, unless it has some."""
    schemas = result.get("components", {}).get("schemas", {})
    for body in _bodies(result.get("paths", {})):
        if "example" not in body and "examples" not in body:
            body["example"] = example_of(body.get("schema", {}), schemas)


def example_of(schema: Mapping[str, Any], schemas: Mapping[str, Any], *, whole: bool = False) -> Any:
    """A value that the schema allows: of objects what is required, all where nothing is or if `whole`."""
    while "$ref" in schema or "allOf" in schema or "oneOf" in schema:
        parts = schema.get("allOf") or schema.get("oneOf") or [schema]
        schema = schemas[parts[0]["$ref"].rpartition("/")[2]] if "$ref" in parts[0] else parts[0]
    for name in ("example", "default"):
        if schema.get(name) is not None:
            return schema[name]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        return _object(schema, schemas, whole=whole)
    if schema.get("type") == "array":
        return [example_of(schema.get("items", {}), schemas, whole=whole)] * schema.get("minItems", 1)
    return _plain(schema)


def _object(schema: Mapping[str, Any], schemas: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    parts = schema.get("properties", {})
    wanted = parts if whole else schema.get("required") or parts
    return {name: _named(name, parts[name], schemas, whole=whole) for name in wanted}


def _named(name: str, schema: Mapping[str, Any], schemas: Mapping[str, Any], *, whole: bool) -> Any:
    """What such a field usually holds, where its schema allows that and names nothing better."""
    if schema.get("type") == "array" and "example" not in schema:
        return [_named(name, schema.get("items", {}), schemas, whole=whole)] * schema.get("minItems", 1)
    usual = next((BY_NAME[end] for end in BY_NAME if name.endswith(end)), ...)
    # The framework's own examples of pages name addresses that are not ours.
    is_told = schema.keys() & {"example", "default", "enum"} and name not in ("next", "previous")
    if usual is ... or is_told or not _fits(usual, schema):
        return example_of(schema, schemas, whole=whole)
    return usual


def _fits(value: float | str | None, schema: Mapping[str, Any]) -> bool:
    if value is None:
        return schema.get("nullable") is True
    if isinstance(value, str):
        is_text = schema.get("type") == "string" and schema.get("format", "uri") == "uri"
        return is_text and len(value) <= schema.get("maxLength", len(value))
    kinds = ("integer", "number") if value == int(value) else ("number",)
    return schema.get("type") in kinds and (
        schema.get("minimum", value) <= value <= schema.get("maximum", value)
    )


def _plain(schema: Mapping[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "boolean":
        return True
    if kind in ("integer", "number"):
        return schema.get("minimum", schema.get("maximum", 1))
    text = BY_FORMAT.get(schema.get("format", ""), "Text")
    return text.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength")]


def _bodies(paths: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for path in paths.values():
        for operation in path.values():
            content = (
                operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
            )
            if JSON in content:
                yield content[JSON]
