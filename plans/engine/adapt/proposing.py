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
    keep_within,
)
from plans.engine.adapt.marked import intervals
from plans.engine.adapt.model import Adaptation, Cause, Situation
from plans.engine.macro import Season
from plans.engine.rules.growth import SPIKE_MAX
from plans.engine.spec import Spec

SPIKE_RULE = 2


@dataclass(frozen=True)
class Look:
    """A situation with what every rule needs: `season` begins today, `spec` knows the days of illness."""

    now: Situation
    season: Season

    @cached_property
    def spec(self) -> Spec:
        return replace(self.now.spec, illness=intervals(self.now))

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

    After less no run may become a leap that it was not before; weeks as they were planned are none. With
    `reset`, after a long break, everything ahead grows afresh from what was done.
    """
    if reset:
        keep_within(draft, look.spec, look.season)
    else:
        keep_long_runs(draft, look.spec, SPIKE_MAX + look.excess[SPIKE_RULE])
    changes = draft.changes()
    return Adaptation(cause, fingerprint, reason, tuple(evidence), changes) if changes else None
