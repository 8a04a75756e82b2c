"""Other sessions in place of one: shorter or longer of its kind, or easy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from athletes.sources.records import Sport
from plans.engine.catalogue import CatalogueEntry, catalogue
from plans.engine.rules import Session
from plans.engine.spec import Spec
from plans.engine.syntax import print_workout

EASY = ("easy", "recovery")
LEAST_MIN = 20


def of_kind(session: Session, spec: Spec, *, most: float, least: float = 0.0) -> Session | None:
    """The longest session of the same kind with `least` to `most` minutes; None when there is none."""
    return _longest(session, spec, lambda each: each.kind == session.kind and least <= each.minutes <= most)


def easy(session: Session, spec: Spec, *, most: float | None = None) -> Session | None:
    """An easy session of at most so many minutes, by default of as many; None when that is too short."""
    limit = session.minutes if most is None else most
    fits = [partial(_is_easy, kind, limit) for kind in EASY]
    return next((found for each in fits if (found := _longest(session, spec, each))), None)


def shorter(session: Session, spec: Spec, part: float) -> Session | None:
    """The same kind at that part of minutes and load, else easy, else nothing."""
    most = part * session.minutes + 1e-9

    def fits(each: CatalogueEntry) -> bool:
        light = each.load <= part * session.load + 1 or session.is_strength
        return each.kind == session.kind and each.minutes <= most and light

    return _longest(session, spec, fits) or (None if session.is_strength else easy(session, spec, most=most))


def _is_easy(kind: str, limit: float, each: CatalogueEntry) -> bool:
    return each.kind == kind and LEAST_MIN <= each.minutes <= limit


def _longest(session: Session, spec: Spec, fits: Callable[[CatalogueEntry], bool]) -> Session | None:
    if session.sport not in (spec.sport.value, Sport.STRENGTH.value):
        return None
    entries = catalogue(spec.sport, spec.athlete.thresholds, spec.athlete.experience)
    fitting = [each for each in entries if each.sport.value == session.sport and fits(each)]
    best = max(fitting, key=lambda each: each.minutes, default=None)
    return None if best is None else written(session, best)


def written(session: Session, entry: CatalogueEntry) -> Session:
    """The entry on the session's day and slot; the reason why it stands there stays while the kind does."""
    return replace(
        session,
        kind=entry.kind,
        sport=entry.sport.value,
        minutes=entry.minutes,
        load=entry.load,
        hard=entry.is_hard,
        z1_min=entry.z1_min,
        z2_min=entry.z2_min,
        z3_min=entry.z3_min,
        text=print_workout(entry.steps, entry.sport, entry),
        why=session.why if entry.kind == session.kind else entry.purpose,
        steps=entry.steps,
    )
