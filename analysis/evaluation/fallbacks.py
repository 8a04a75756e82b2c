"""What comes when nothing comes from Claude: the rules, and how long after the deadline."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from django.conf import settings

from analysis.evaluation.gates import Gates, at_least, at_most, share
from analysis.evaluation.people import Somebody
from analysis.evaluation.performing import claude_at, explained, hurried, played_by, told
from analysis.evaluation.server import Said, on_stage
from analysis.gateway import sdk
from analysis.models import AIPreferences, Analysis, Turn
from analysis.services import chatting, explaining

DEADLINE_S = 2.0
GRACE_S = 1.0
SILENCE_S = 30.0
QUESTION = "How was my week?"

type Trouble = Callable[[Somebody], AbstractContextManager[object]]
"""What is wrong, for that athlete."""


@contextmanager
def _down(_: Somebody) -> Iterator[None]:
    with on_stage(lambda _: Said()) as stage:
        url = stage.url
    with claude_at(url):
        yield


@contextmanager
def _out_of_budget(somebody: Somebody) -> Iterator[None]:
    row = AIPreferences.objects.filter(athlete=somebody.athlete)
    before = row.values_list("monthly_usd", flat=True).get()
    row.update(monthly_usd=0)
    try:
        with played_by(lambda _: Said(status=500)):
            yield
    finally:
        row.update(monthly_usd=before)


@contextmanager
def _without_key(__: Somebody) -> Iterator[None]:
    with played_by(lambda _: Said(status=500)):
        settings.ANTHROPIC_API_KEYS = []
        yield


def _answering(said: Said) -> Trouble:
    return lambda _: played_by(lambda _: said)


TROUBLES: dict[str, Trouble] = {
    "down": _down,
    "slow": _answering(Said(delay_s=SILENCE_S)),
    "refusing": _answering(Said((), "refusal")),
    "overloaded": _answering(Said(status=529)),
    "key_refused": _answering(Said(status=401)),
    "out_of_budget": _out_of_budget,
    "no_key": _without_key,
}


def gates(people: Sequence[Somebody]) -> Gates:
    """Analyses and turns of the chat under each trouble; seconds are those beyond the deadline."""
    sdk.loaded()  # once a process, and longer than the deadline of a test on a busy machine
    delivered: dict[str, list[bool]] = {}
    late: dict[str, float] = {}
    for name, trouble in TROUBLES.items():
        delivered[name], late[name] = [], 0.0
        for somebody in people:
            for service, ask in ((explaining, _analysed), (chatting, _turned)):
                with hurried(service, DEADLINE_S), trouble(somebody):
                    begun = time.monotonic()
                    delivered[name].append(ask(somebody))
                    late[name] = max(late[name], time.monotonic() - begun - DEADLINE_S)
    whole = [each for some in delivered.values() for each in some]
    told_late = {name: round(max(seconds, 0.0), 3) for name, seconds in late.items()}
    return {
        "fallback_delivered": at_least(
            share(sum(whole), len(whole)), 1.0, {k: all(v) for k, v in delivered.items()}
        ),
        "fallback_after_deadline_s": at_most(max(max(late.values()), 0.0), GRACE_S, told_late),
    }


def _analysed(somebody: Somebody) -> bool:
    """Whether the rules answered in full, and say why."""
    analysis = explained(somebody)
    body = analysis.body
    is_whole = bool(body["headline"]["text"] and body["recommendations"])
    return analysis.status == Analysis.Status.FALLBACK and bool(analysis.reason) and is_whole


def _turned(somebody: Somebody) -> bool:
    """Whether the rules answered a listed question."""
    turn = told(somebody, QUESTION)
    return turn.state == Turn.State.DONE and turn.engine == "rules" and bool(turn.answer)
