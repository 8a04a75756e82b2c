"""The double rejects what the real service rejects."""

from __future__ import annotations

from typing import Any

import anthropic
import pytest

from tests.doubles.claude import ClaudeDouble

USER = [{"role": "user", "content": "hi"}]
OBJECT: dict[str, Any] = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
CALL = {"role": "assistant", "content": [{"type": "tool_use", "id": "toolu_1", "name": "t", "input": {}}]}


def schema(**keywords: Any) -> dict[str, Any]:
    """A request for an object of one field with these keywords."""
    shape = OBJECT | {"properties": {"a": {"type": "string"} | keywords}, "required": ["a"]}
    return {"output_config": {"format": {"type": "json_schema", "schema": shape}}}


def optional(count: int) -> dict[str, Any]:
    shape = OBJECT | {"properties": {f"p{at}": {"type": "string"} for at in range(count)}}
    return {"output_config": {"format": {"type": "json_schema", "schema": shape}}}


def unions(count: int) -> dict[str, Any]:
    fields = {f"p{at}": {"anyOf": [{"type": "string"}, {"type": "null"}]} for at in range(count)}
    shape = OBJECT | {"properties": fields, "required": list(fields)}
    return {"output_config": {"format": {"type": "json_schema", "schema": shape}}}


def asked(sdk: anthropic.Anthropic, **changes: Any) -> Any:
    body = {"model": "claude-sonnet-5-5", "max_tokens": 100, "messages": USER} | changes
    return sdk.messages.create(**body)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"extra_body": {"temperature": 0.5}}, "temperature: Extra inputs are not permitted"),
        ({"extra_body": {"top_k": 1}}, "top_k: Extra inputs are not permitted"),
        ({"extra_body": {"thread": {}}}, "thread: Extra inputs are not permitted"),
        ({"messages": []}, "at least one message"),
        ({"messages": [*USER, {"role": "assistant", "content": "{"}]}, "prefill"),
        ({"tool_choice": {"type": "any"}, "tools": []}, "forced tool use"),
        ({"thinking": {"type": "disabled"}}, "thinking.type"),
        ({"thinking": {"type": "between_tools"}, "output_config": {"effort": "max"}}, "between_tools"),
        ({"messages": [*USER, CALL, {"role": "user", "content": "and?"}]}, "without `tool_result`"),
        (schema(minLength=1), "minLength"),
        (schema(type="object"), "additionalProperties"),
        (schema(oneOf=[{"type": "string"}]), "oneOf"),
        (optional(25), "too many optional parameters (25)"),
        (unions(17), "union types (17)"),
        (
            {"tools": [{"name": "t", "strict": True, "input_schema": {"type": "object"}}]},
            "tools.0.input_schema",
        ),
    ],
)
def test_a_bad_request_is_answered_with_400(
    sdk: anthropic.Anthropic, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(anthropic.BadRequestError) as info:
        asked(sdk, **changes)

    assert said in str(info.value)
    assert info.value.type == "invalid_request_error"


@pytest.mark.parametrize(
    "changes",
    [
        schema(description="any text", enum=["a", "b"]),
        optional(24),
        unions(16),
        {"messages": [*USER, {"role": "assistant", "content": "{"}], "model": "claude-sonnet-4-6"},
        {"tools": [{"name": "t", "input_schema": {"type": "object", "properties": {"minimum": {}}}}]},
    ],
)
def test_a_good_request_is_not(sdk: anthropic.Anthropic, changes: dict[str, Any]) -> None:
    assert asked(sdk, **changes).content


@pytest.mark.parametrize("missing", ["model", "messages", "max_tokens"])
def test_what_is_required_is_missed(double: ClaudeDouble, sdk: anthropic.Anthropic, missing: str) -> None:
    body = {"model": "claude-sonnet-5-5", "max_tokens": 100, "messages": USER}
    del body[missing]

    with pytest.raises(anthropic.BadRequestError, match=f"{missing}: Field required"):
        sdk.post("/v1/messages", body=body, cast_to=object)


def test_the_old_version_still_knows_temperature(sdk: anthropic.Anthropic) -> None:
    old = {"anthropic-version": "2023-06-01"}

    assert asked(sdk, extra_headers=old, extra_body={"temperature": 0.5}).content


def test_other_versions_and_bad_keys_are_refused(double: ClaudeDouble, sdk: anthropic.Anthropic) -> None:
    with pytest.raises(anthropic.BadRequestError, match="anthropic-version"):
        asked(sdk, extra_headers={"anthropic-version": "2020-01-01"})
    with pytest.raises(anthropic.AuthenticationError):
        asked(sdk.with_options(api_key="bad"))
    with pytest.raises(anthropic.NotFoundError):
        sdk.get("/v1/elsewhere", cast_to=object)


def test_all_results_of_tools_belong_into_the_next_message(sdk: anthropic.Anthropic) -> None:
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": "41 ms"}

    answer = asked(sdk, messages=[*USER, CALL, {"role": "user", "content": [result]}])

    assert answer.content[0].text == "41 ms"
