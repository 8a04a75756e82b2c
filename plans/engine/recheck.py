"""The verdict on a plan that somebody changed: the season as it was planned, the sessions as they are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from plans.engine.macro import stored_season
from plans.engine.rules import Judged, Session, Verdict, check, score
from plans.engine.rules.stability import stability
from plans.engine.spec import Spec

type Rows = Sequence[Mapping[str, Any]]

STABILITY_RULE = 19


def recheck(
    spec: Spec, *, phases: Rows, weeks: Rows, sessions: Sequence[Session]
) -> tuple[tuple[Verdict, ...], float]:
    """Every rule's verdict, and the score in 0…1.

    `phases` and `weeks` are those of the answer that the plan began with, `spec` is the wish as it is now.
    Sessions come in any order; those outside the plan's days are not looked at. Raises ValueError when there
    is no phase or week.
    """
    season = stored_season(spec, phases, weeks)
    inside = (each for each in sessions if season.start <= each.day < season.end)
    ordered = tuple(sorted(inside, key=lambda each: (each.day, each.slot)))
    verdicts = check(Judged(spec, season, ordered))
    return verdicts, score(verdicts)


def with_stability(
    verdicts: Sequence[Verdict], *, before: Sequence[Session], after: Sequence[Session], since: date
) -> tuple[tuple[Verdict, ...], float]:
    """The same with rule 19, asked only of a plan that was made anew: what is kept from `since` on."""
    kept = stability(before, after, since)
    judged = tuple(
        replace(each, finding=kept) if each.rule.number == STABILITY_RULE else each for each in verdicts
    )
    return judged, score(judged)
