"""Whoever reads the description of the API finds words, errors and a body to copy for each address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from django.conf import settings

from config.core.api.examples import JSON, example_of
from config.core.api.openapi import STATUSES

UPLOAD = "post /api/v1/athletes/{athlete}/imports/"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    text = (Path(settings.BASE_DIR) / "docs" / "openapi.yaml").read_text()
    found: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", each)
        for path, methods in document["paths"].items()
        for method, each in methods.items()
    ]


def as_json_schema(part: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema: it says null and exclusive bounds in its own way."""
    if isinstance(part, list):
        return [as_json_schema(each) for each in part]
    if not isinstance(part, dict):
        return part
    told = {name: as_json_schema(value) for name, value in part.items()}
    for bound in ("Maximum", "Minimum"):
        if told.get(f"exclusive{bound}") is True:
            told[f"exclusive{bound}"] = told.pop(bound.lower())
    return {"anyOf": [told, {"type": "null"}]} if told.pop("nullable", None) is True else told


def test_every_operation_has_words_its_errors_and_an_example_that_its_schema_allows(
    document: dict[str, Any],
) -> None:
    found, components = operations(document), as_json_schema(document["components"])
    taken = [(name, each["requestBody"]["content"]) for name, each in found if "requestBody" in each]
    bodies = [(name, content[JSON]) for name, content in taken if JSON in content]

    assert [name for name, each in found if not each.get("summary")] == []
    assert [name for name, each in found if not STATUSES.keys() <= each["responses"].keys()] == []
    assert [name for name, content in taken if JSON not in content] == [UPLOAD]
    assert len(bodies) > 45
    for name, body in bodies:
        values = [each["value"] for each in body.get("examples", {}).values()] or [body["example"]]
        for value in values:
            try:
                jsonschema.validate(value, {**as_json_schema(body["schema"]), "components": components})
            except jsonschema.ValidationError as error:
                pytest.fail(f"{name}: {value}: {error.message}")


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        ({"type": "string", "format": "date"}, "2026-11-22"),
        ({"type": "string", "minLength": 6}, "Textxx"),
        ({"type": "string", "maxLength": 2}, "Te"),
        ({"type": "integer", "minimum": 3}, 3),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, ["a"]),
        ({"allOf": [{"$ref": "#/components/schemas/Row"}]}, {"kind": "swim"}),
        ({"type": "object", "properties": {"on": {"type": "boolean"}}}, {"on": True}),
    ],
)
def test_an_example_follows_its_schema(schema: dict[str, Any], example: Any) -> None:
    row = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string", "default": "swim"}, "note": {"type": "string"}},
    }

    assert example_of(schema, {"Row": row}) == example
