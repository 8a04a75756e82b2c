"""Whoever reads the description of the API finds words, errors and a body to copy for each address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from django.conf import settings

from config.core.api.answers import ALWAYS
from config.core.api.examples import JSON, example_of

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
    assert [name for name, each in found if not ALWAYS.keys() <= each["responses"].keys()] == []
    assert [name for name, content in taken if JSON not in content] == [UPLOAD]
    assert len(bodies) > 45
    for name, body in bodies:
        values = [each["value"] for each in body.get("examples", {}).values()] or [body["example"]]
        for value in values:
            try:
                jsonschema.validate(value, {**as_json_schema(body["schema"]), "components": components})
            except jsonschema.ValidationError as error:
                pytest.fail(f"{name}: {value}: {error.message}")


def _examples(content: dict[str, Any], shared: dict[str, Any]) -> list[Any]:
    """What is shown with one answer; KeyError where nothing is."""
    if "example" in content:
        return [content["example"]]
    parts = content["examples"].values()
    return [(shared[part["$ref"].rpartition("/")[2]] if "$ref" in part else part)["value"] for part in parts]


def test_every_answer_in_json_has_an_example_that_its_schema_allows(document: dict[str, Any]) -> None:
    components = as_json_schema(document["components"])
    shared = document["components"]["examples"]
    seen = 0
    for name, each in operations(document):
        for status, answer in each["responses"].items():
            content = answer.get("content", {}).get(JSON, {})
            if not status.startswith("2") or "schema" not in content:
                continue
            for value in _examples(content, shared):
                try:
                    jsonschema.validate(
                        value, {**as_json_schema(content["schema"]), "components": components}
                    )
                except jsonschema.ValidationError as error:
                    pytest.fail(f"{name} {status}: {error.message}")
                seen += 1

    assert seen > 100


def test_changes_name_every_way_of_being_refused_and_answers_their_headers(document: dict[str, Any]) -> None:
    def taken(each: dict[str, Any]) -> set[str]:
        return {parameter["name"] for parameter in each.get("parameters", [])}

    changes = [(name, each) for name, each in operations(document) if not name.startswith("get ")]
    reads = [(name, each) for name, each in operations(document) if name.startswith("get ")]
    matched = [(name, each) for name, each in changes if "If-Match" in taken(each)]
    unmatched = [
        name
        for name, each in changes
        if name.startswith(("patch", "put", "delete"))
        and "get" in document["paths"][name.partition(" ")[2]]
        and "If-Match" not in taken(each)
    ]

    assert [name for name, each in changes if not {"409", "422"} <= each["responses"].keys()] == []
    assert [name for name, each in matched if "412" not in each["responses"]] == []
    assert unmatched == []
    assert [name for name, each in reads if "304" not in each["responses"]] == []
    for name, each in [*changes, *reads]:
        answer = next(answer for status, answer in each["responses"].items() if status.startswith("2"))
        assert "RateLimit-Remaining" in answer["headers"], name


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
