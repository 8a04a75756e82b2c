"""One look at the plan, and how a draft becomes a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from metrics.science.signals.model import Evidence
from plans.engine.adapt.draft import Draft
from plans.engine.adapt.limits import (
    Excess,
    days_ahead,
    excess,
    is_no_worse,
    judged,
    keep_long_runs,
    keep_weeks,
    keep_within,
    leap_today,
)
from plans.engine.adapt.marked import intervals
from plans.engine.adapt.model import Adaptation, Cause, Situation
from plans.engine.macro import Season
from plans.engine.rules import Session
from plans.engine.rules.growth import SPIKE_MAX
from plans.engine.spec import Spec

SPIKE_RULE = 2
AFTER_LESS: tuple[Cause, ...] = ("illness", "injury", "missed_days", "missed_key")


@dataclass(frozen=True)
class Look:
    """A situation with what every rule needs: `season` begins today, `spec` knows the days of illness."""

    now: Situation
    season: Season

    @cached_property
    def spec(self) -> Spec:
        return replace(self.now.spec, illness=intervals(self.now))

    @cached_property
    def spec_of_plan(self) -> Spec:
        """The same from the first day of the plan on: of the weeks that were measured those before it."""
        start, athlete = self.now.season.start, self.spec.athlete
        weeks = athlete.weekly_min_last6
        before = weeks[: max(len(weeks) - (self.now.today - start).days // 7, 0)]
        return replace(self.spec, today=start, athlete=replace(athlete, weekly_min_last6=before))

    @cached_property
    def excess(self) -> Excess:
        """Of the plan as it stands."""
        return excess(judged(self.draft(), self.spec, self.season))

    def draft(self) -> Draft:
        return Draft(self.now)

    def is_fine(self, draft: Draft, before: Excess) -> bool:
        return is_no_worse(before, excess(judged(draft, self.spec, self.season)))


def look_of(now: Situation) -> Look | None:
    """None when the plan is over."""
    season = days_ahead(now.season, now.today)
    return None if season is None else Look(now, season)


def proposal(
    look: Look,
    draft: Draft,
    cause: Cause,
    fingerprint: str,
    reason: str,
    evidence: Sequence[Evidence],
    *,
    reset: bool = False,
) -> Adaptation | None:
    """The draft as a proposal; None when it changes nothing.

    No run may become a leap that it was not before; weeks as they were planned are none. After illness or
    days missed both are measured by what was done, and keep the rules themselves. With `reset`, after a long
    break, everything ahead grows afresh from what was done.
    """
    if reset:
        keep_within(draft, look.spec, look.season)
    if cause in AFTER_LESS:
        _keep_after_less(look, draft)
    else:
        keep_long_runs(draft, look.spec, SPIKE_MAX + look.excess[SPIKE_RULE])
    changes = draft.changes()
    told = f"{reason}{_of_today(look)}" if cause in AFTER_LESS else reason
    return Adaptation(cause, fingerprint, told, tuple(evidence), changes) if changes else None


def _of_today(look: Look) -> str:
    leap = leap_today(look.now, look.spec_of_plan)
    if leap is None:
        return ""
    return f" Today stays as it is planned, with {leap[0]} min: after less, {leap[1]} min are enough."


def _keep_after_less(look: Look, draft: Draft) -> None:
    """In turn until neither finds anything: a long run that its week shortens makes the next one a leap."""
    before: tuple[Session, ...] = ()
    while draft.sessions() != before:
        before = draft.sessions()
        keep_long_runs(draft, look.spec_of_plan)
        keep_weeks(draft, look.spec_of_plan, look.now.season)
