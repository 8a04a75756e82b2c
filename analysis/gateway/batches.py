"""Many questions at half the price, answered within a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from analysis.errors import AIAnalysisError, AIUnavailableError, ClaudeAPIError
from analysis.gateway import sdk, wire
from analysis.gateway.reading import reply_of
from analysis.gateway.trying import called
from analysis.gateway.types import Reply, Request

DEADLINE_S = 60.0


def submit(requests: Mapping[str, Request]) -> str:
    """Hand them over, each by a custom id of 1 to 64 characters; the provider's id of the batch.

    Raises AIAnalysisError; `is_cost_unknown` when the batch may have been taken all the same.
    """
    _check_offered()
    model = next(iter(requests.values())).model
    items = [{"custom_id": name, "params": wire.body_of(each)} for name, each in requests.items()]
    new_batch = sdk.loaded().new_batch
    return called("batches.create", model, DEADLINE_S, lambda key, left_s: new_batch(key, items, left_s))


def read(identity: str) -> dict[str, Reply | AIAnalysisError] | None:
    """The answers by custom id, None while they are being worked on. No text is looked at, not even for JSON.

    Of what is no answer there is the reason: ClaudeAPIError, retryable when the item only came too late, or
    what a single answer raises. Raises AIAnalysisError.
    """
    _check_offered()
    results = sdk.loaded().batch_results
    rows: list[dict[str, Any]] | None = called(
        "batches.read",
        settings.ANALYSIS_MODEL,
        DEADLINE_S,
        lambda key, left_s: results(key, identity, left_s),
    )
    return None if rows is None else {row["custom_id"]: _answer(row["result"]) for row in rows}


def _answer(result: Mapping[str, Any]) -> Reply | AIAnalysisError:
    if result["type"] == "succeeded":
        try:
            return reply_of(result["message"], request_id=result["message"].get("id") or "")
        except AIAnalysisError as error:
            return error
    told = (result.get("error") or {}).get("error") or {}
    is_late = result["type"] in ("expired", "canceled")
    return ClaudeAPIError(type=told.get("type") or result["type"], retryable=is_late)


def _check_offered() -> None:
    if wire.is_compatible():
        raise AIUnavailableError("Servers of one's own take no batches.")
