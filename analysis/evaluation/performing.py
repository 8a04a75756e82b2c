"""Putting a persona on the stage and asking it, through the same services as everybody's data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from django.conf import settings
from django.core.cache import cache

from analysis.evaluation.people import Somebody
from analysis.evaluation.server import Persona, Stage, on_stage
from analysis.models import Analysis, Turn
from analysis.services import explaining
from analysis.services.chatting import answer_unheard, ask_question
from config.core.models import Breaker

KEY = "evaluation"


@contextmanager
def claude_at(url: str, *, key: str = KEY) -> Iterator[None]:
    """Claude is on and at that address; keys and breakers begin anew, and all is as before afterwards."""
    wanted = {"AI_ENABLED": True, "ANTHROPIC_API_KEYS": [key], "ANTHROPIC_BASE_URL": url}
    wanted |= {"AI_PROFILE": "anthropic", "AI_SITE_MONTHLY_USD": 1e6}
    before = {name: getattr(settings, name) for name in wanted}
    forgive()
    _set(wanted)
    try:
        yield
    finally:
        _set(before)
        forgive()


@contextmanager
def played_by(persona: Persona) -> Iterator[Stage]:
    with on_stage(persona) as stage, claude_at(stage.url):
        yield stage


@contextmanager
def hurried(module: ModuleType, deadline_s: float) -> Iterator[None]:
    """The deadline of a service, shortened: how long it takes after it does not depend on its length."""
    before = module.DEADLINE_S
    module.DEADLINE_S = deadline_s  # type: ignore[attr-defined]
    try:
        yield
    finally:
        module.DEADLINE_S = before  # type: ignore[attr-defined]


def explained(somebody: Somebody, *, purpose: str = Analysis.Purpose.ASKED, days: int = 7) -> Analysis:
    """A fresh analysis: what was stored of this engine before does not count."""
    rows = Analysis.objects.filter(athlete=somebody.athlete, engine=Analysis.Engine.CLAUDE)
    rows.delete()
    return explaining.explain(athlete=somebody.athlete, purpose=purpose, days=days)


def told(somebody: Somebody, question: str) -> Turn:
    """The turn of a question that was answered with nobody listening."""
    turn = ask_question(athlete=somebody.athlete, user=somebody.athlete.user, text=question)
    answer_unheard(turn_id=turn.pk)
    turn.refresh_from_db()
    return turn


def forgive() -> None:
    """No breaker is open and no key rests."""
    Breaker.objects.all().delete()
    cache.clear()


def _set(values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(settings, name, value)
