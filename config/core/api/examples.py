"""An example of every JSON body that the API takes, made from its schema where nobody wrote a better one."""

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
JSON = "application/json"


def add_examples(result: dict[str, Any]) -> None:
    """Give each JSON request body of this OpenAPI document an `example`, unless it has some."""
    schemas = result.get("components", {}).get("schemas", {})
    for body in _bodies(result.get("paths", {})):
        if "example" not in body and "examples" not in body:
            body["example"] = example_of(body.get("schema", {}), schemas)


def example_of(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    """A value that the schema allows: what is required of objects, all of them where nothing is."""
    while "$ref" in schema or "allOf" in schema or "oneOf" in schema:
        parts = schema.get("allOf") or schema.get("oneOf") or [schema]
        schema = schemas[parts[0]["$ref"].rpartition("/")[2]] if "$ref" in parts[0] else parts[0]
    for name in ("example", "default"):
        if schema.get(name) is not None:
            return schema[name]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        return _object(schema, schemas)
    if schema.get("type") == "array":
        return [example_of(schema.get("items", {}), schemas)]
    return _plain(schema)


def _object(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    parts = schema.get("properties", {})
    return {name: example_of(parts[name], schemas) for name in schema.get("required") or parts}


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
