"""How many tokens a text has at most, where nobody has counted them."""

from __future__ import annotations

import json
from math import ceil

from analysis.gateway.types import Request

BYTES_PER_TOKEN = 2.2
"""Numbers digitise badly: measured texts need fewer tokens than this says."""


def estimated_tokens(text: str) -> int:
    """An upper bound. Bytes, since letters beyond ASCII are several tokens as often as one."""
    return ceil(len(text.encode()) / BYTES_PER_TOKEN)


def estimated_prompt(request: Request) -> int:
    """Of everything that is sent: instructions, conversation, tools and the answer's schema."""
    parts = [request.system, request.messages, request.tools, request.schema]
    return estimated_tokens(json.dumps(parts, ensure_ascii=False, separators=(",", ":"), default=str))
