"""A pack as the text that is sent to a model, within a budget of tokens."""

from __future__ import annotations

import json
from dataclasses import dataclass

from analysis.errors import ClaudeTokenLimitError
from analysis.estimates import estimated_tokens
from analysis.evidence.compact import compact
from analysis.evidence.pack import Pack
from analysis.evidence.shrinking import LADDER

BUDGET_TOKENS = 8_000


@dataclass(frozen=True, slots=True)
class Sent:
    """The text for the model, what was left out to make it fit, and how many tokens it has at most."""

    text: str
    shrink_steps: tuple[str, ...]
    tokens: int


def text_of(pack: Pack, *, budget_tokens: int = BUDGET_TOKENS) -> Sent:
    """The pack in at most `budget_tokens`, cut down step by step until it fits (`shrinking.LADDER`).

    Raises ClaudeTokenLimitError when it is too long even then.
    """
    sent = _sent(pack, ())
    for name, shrink in LADDER:
        if sent.tokens <= budget_tokens:
            return sent
        shorter = shrink(pack)
        if shorter != pack:
            pack = shorter
            sent = _sent(pack, (*sent.shrink_steps, name))
    if sent.tokens > budget_tokens:
        raise ClaudeTokenLimitError(details=f"{sent.tokens} tokens where {budget_tokens} fit")
    return sent


def _sent(pack: Pack, steps: tuple[str, ...]) -> Sent:
    text = json.dumps(compact(pack), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Sent(text, steps, estimated_tokens(text))
