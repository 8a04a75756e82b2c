"""How long a request is."""

from __future__ import annotations

from analysis.errors import AIAnalysisError
from analysis.estimates import estimated_prompt
from analysis.gateway import sdk, wire
from analysis.gateway.trying import called
from analysis.gateway.types import Request

DEADLINE_S = 5.0


def count(request: Request) -> int:
    """Tokens of the prompt by the provider's free count; where there is none, or not now, the estimate."""
    if wire.is_compatible():
        return estimated_prompt(request)
    body = {name: value for name, value in wire.body_of(request).items() if name in wire.COUNTED}
    counted = sdk.loaded().counted
    try:
        return called(
            "count_tokens", request.model, DEADLINE_S, lambda key, left_s: counted(key, body, left_s)
        )
    except AIAnalysisError:
        return estimated_prompt(request)
