"""What an adaptation is made from, and what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from metrics.science.signals.model import Evidence
from plans.engine.macro import Season
from plans.engine.plan import Plan
from plans.engine.rules import Session
from plans.engine.spec import Spec

type State = Literal["planned", "done", "partly", "skipped", "missed"]
type Act = Literal["move", "swap", "resize", "remove", "add"]
type Cause = Literal[
    "missed_key",
    "missed_days",
    "illness",
    "injury",
    "recovery_low",
    "recovery_good",
    "threshold",
    "race",
    "availability",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """A session of the plan as it stands; `by_hand` is whatever a person made or edited.

    `state` "planned" on a past day means that nothing was found for it: whether it was missed depends on
    whether the day's data are there.
    """

    uid: str
    session: Session
    state: State = "planned"
    locked: bool = False
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """Ill or injured on the days `[start, end)`; `end` is None while it lasts."""

    kind: Literal["illness", "injury"]
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the body says this morning; None is not known, and counts neither way.

    `hrv_week`, `hrv_low` and `hrv_high` are ln RMSSD: the mean of seven days and its band; `hrv_night` is the
    last night's. `resting_hr_z` is in standard deviations, `own_word_z` those of the athlete's own answers,
    `readiness` 0…100. `strain_days` is for how many days in a row the signal of under-recovery or
    overreaching has held (staleness). `efficiency_pct` is the change of efficiency in per cent.
    """

    hrv_week: float | None = None
    hrv_low: float | None = None
    hrv_high: float | None = None
    hrv_night: float | None = None
    resting_hr_z: float | None = None
    own_word_z: float | None = None
    readiness: float | None = None
    strain_days: int | None = None
    efficiency_pct: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was changed by a person since the last look.

    `key` names it for ever (uid and revision, say); `said` is half a sentence: "the race Berlin Marathon on
    26 September was added". `first` and `last` are the days it concerns, the date of a B or C race or a
    blackout's; None for what concerns all days from tomorrow or to the end, as A races and weekdays do.
    """

    kind: Literal["race", "availability", "threshold"]
    key: str
    said: str
    evidence: tuple[Evidence, ...] = ()
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Situation:
    """All that `adapt` may know.

    `spec` is the wish as of today (`spec.today` is the athlete's local day, its athlete the state at the end
    of yesterday, its races and room those of now; `spec.illness` is replaced by `markers`). `season` is that
    of the plan in force. `sessions` are all of the plan, past and future. `done` has the load of every day on
    which anything was trained, planned or not, 60 days back or more; `known` are the days whose data have
    been synced: an unknown day is neither training nor missed. `symptoms` is since when there have been signs
    of an illness that nobody marked. `review` says that this is one of the two looks a week at recovery.
    `answered` are fingerprints of what was proposed before.
    """

    spec: Spec
    season: Season
    sessions: tuple[Entry, ...]
    done: Mapping[date, float]
    known: frozenset[date]
    markers: tuple[Marker, ...] = ()
    recovery: Recovery | None = None
    symptoms: date | None = None
    events: tuple[Event, ...] = ()
    review: bool = False
    answered: frozenset[str] = frozenset()

    @property
    def today(self) -> date:
        return self.spec.today


@dataclass(frozen=True, slots=True)
class Change:
    """One session before and after; `session` is its uid, None for one that is added."""

    act: Act
    session: str | None
    before: Session | None
    after: Session | None
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Adaptation:
    """A proposal; `fingerprint` is the same for the same event, on whatever day it is looked at.

    `needs_plan`: changing sessions is not enough, a new plan should be made; then there may be no changes.
    `made` is the plan from tomorrow on when the days ahead were planned anew: its phases and weeks hold then.
    """

    cause: Cause
    fingerprint: str
    reason: str
    evidence: tuple[Evidence, ...]
    changes: tuple[Change, ...]
    needs_plan: bool = False
    made: Plan | None = None
