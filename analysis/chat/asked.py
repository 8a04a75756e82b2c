"""The request of one turn: the prompt, the evidence, what was said before, and the question."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from analysis.chat.gathered import Gathered
from analysis.chat.tools import declared
from analysis.evidence.sending import text_of
from analysis.gateway.types import Request
from analysis.models import Turn
from analysis.prompting import prompt_for, user_key
from analysis.selectors.preferences import preferences_of

MAX_TOKENS = 2_000
EARLIER_TURNS, EARLIER_CHARS = 6, 800


def request_for(turn: Turn, gathered: Gathered) -> tuple[Request, str]:
    """What is asked, and the version of the prompt. The question is data like everything else."""
    prompt = prompt_for("chat", tone=preferences_of(gathered.athlete).tone)
    content = {
        "evidence": json.loads(text_of(gathered.pack).text),
        "earlier": earlier(turn),
        "today": gathered.today.isoformat(),
        "question": turn.question,
    }
    request = Request(
        model=settings.ANALYSIS_MODEL,
        system=prompt.text,
        messages=[
            {"role": "user", "content": json.dumps(content, ensure_ascii=False, separators=(",", ":"))}
        ],
        tools=declared(with_workouts=not gathered.is_resting),
        max_tokens=MAX_TOKENS,
        effort="low",
        cache_ttl="5m",
        user_key=user_key(gathered.athlete),
    )
    return request, prompt.version


def earlier(turn: Turn) -> list[dict[str, Any]]:
    """The last turns as text; their numbers may be read and never cited, since only references are."""
    rows = turn.conversation.turns.filter(pk__lt=turn.pk).order_by("-pk")[:EARLIER_TURNS]
    return [
        {
            "question": row.question,
            "answer": " ".join(claim["text"] for claim in row.answer)[:EARLIER_CHARS],
        }
        for row in reversed(rows)
    ]
