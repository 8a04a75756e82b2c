"""What the schema says beyond what drf-spectacular finds out: the error object and the list of codes."""

from typing import Any

from config.core.api.answers import HEADERS, describe_answers
from config.core.api.codes import all_codes, as_markdown
from config.core.api.examples import add_examples
from config.core.api.idempotency import HEADER, LONGEST_KEY, REPLAYED
from config.core.api.sparse import FIELDS

ERROR: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "details", "timestamp", "request_id"],
            "properties": {
                "code": {"type": "string", "description": "For programs; all codes are listed above."},
                "message": {"type": "string", "description": "For people."},
                "details": {"type": "string", "description": "One more sentence for people, or empty."},
                "timestamp": {"type": "string", "format": "date-time"},
                "request_id": {"type": "string", "description": "Name it when you ask for help."},
                "fields": {
                    "type": "object",
                    "description": "Only when input is not valid: messages per field.",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}},
                },
            },
        }
    },
}
TIME_OF_DAY = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$"}
"""What JSON Schema calls a time has an offset; ours are hours of the athlete's own clock."""

METHODS = {"get", "put", "post", "patch", "delete"}
ONCE: dict[str, Any] = {
    "name": HEADER,
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
    "description": "Any text of your own: a request that is sent again under it within 24 hours does nothing "
    f"and is answered as the first one was, with `{REPLAYED}: true`. 409 while the first one runs, 422 for "
    "another request.",
}
SPARSE: dict[str, Any] = {
    "name": FIELDS,
    "in": "query",
    "schema": {"type": "string"},
    "description": "Only these fields of each row, comma separated.",
}


def add_errors(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A POSTPROCESSING_HOOK: the component `Error`, errors and headers of every operation, codes in the text,
    an example of each body and answer, and the parameters that all changes or all lists take."""
    components = result.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Error"] = _with_codes(ERROR)
    components["headers"] = HEADERS
    for path in result.get("paths", {}).values():
        for operation in (each for method, each in path.items() if method in METHODS):
            is_read = operation is path.get("get")
            _add_parameters(operation, is_read=is_read)
            describe_answers(operation, components, is_read=is_read)
    add_examples(result)
    _describe_times(schemas)
    info = result["info"]
    info["description"] = f"{info.get('description', '')}\n\n## Errors\n\n{as_markdown()}".strip()
    return result


def _add_parameters(operation: dict[str, Any], *, is_read: bool) -> None:
    """What every change and every list takes, by `OnceMixin` and `SparseMixin`."""
    given = operation.get("parameters", [])
    if not is_read:
        operation["parameters"] = [*given, ONCE]
    elif _is_list(operation):
        operation["parameters"] = [*given, SPARSE]


def _describe_times(part: Any) -> None:
    if isinstance(part, list):
        for each in part:
            _describe_times(each)
    elif isinstance(part, dict):
        if part.get("format") == "time":
            del part["format"]
            part |= TIME_OF_DAY
        _describe_times(list(part.values()))


def _is_list(operation: dict[str, Any]) -> bool:
    content = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
    schema = content.get("schema", {})
    return schema.get("type") == "array" or "/Paginated" in schema.get("$ref", "")


def _with_codes(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "x-error-codes": [each.code for each in all_codes()]}
