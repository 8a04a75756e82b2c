"""All athletes who let somebody read along, on one screen, and what waits for an answer there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from analysis.models import Analysis
from analysis.selectors.reviews import drafts_of
from athletes import access
from athletes.models import Athlete, User
from athletes.reads import record_reads
from athletes.selectors import cut_off_from
from metrics.models import Race
from metrics.science.signals.loads import FORM_LOW, RAMP_ACT
from metrics.selectors.roster import (
    Standing,
    Waiting,
    last_activity_days,
    next_races,
    signals_waiting,
    standings,
    unread_activities,
)
from plans.models import PlanProposal
from plans.selectors.reasons import reason_of
from plans.selectors.roster import adherences, proposals_waiting, unread_comments

SHOWN = ("load", "plan", "activities", "connections")
"""The classes of data that a row is made of."""
SILENT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One athlete; what is None is unknown, and closed where its class is not in `classes`."""

    athlete: Athlete
    classes: frozenset[str]
    standing: Standing | None
    signals: Waiting | None
    adherence: float | None
    last_activity: date | None
    race: Race | None
    waits: int
    unread: int
    is_cut_off: bool

    @property
    def silent_days(self) -> int | None:
        """Days without any activity, None without one at all."""
        return (self.athlete.today() - self.last_activity).days if self.last_activity else None

    @property
    def is_strained(self) -> bool:
        now = self.standing
        return now is not None and (now.form < FORM_LOW or (now.ramp or 0.0) > RAMP_ACT)

    @property
    def is_silent(self) -> bool:
        days = self.silent_days
        return "activities" in self.classes and (days is None or days >= SILENT_DAYS)


ONLY: Mapping[str, tuple[str, Callable[[Row], bool]]] = {
    "waits": ("Something waits for me", lambda row: row.waits > 0),
    "signals": ("Signals", lambda row: row.signals is not None),
    "strained": ("Very tired, or rising steeply", lambda row: row.is_strained),
    "silent": ("A week without training", lambda row: row.is_silent),
    "cut-off": ("No data come any more", lambda row: row.is_cut_off),
    "unread": ("News since I looked", lambda row: row.unread > 0),
}
LAST = float("inf")
SORTS: Mapping[str, tuple[str, Callable[[Row], Any]]] = {
    "name": ("Name", lambda row: row.athlete.called.lower()),
    "form": ("Form, lowest first", lambda row: row.standing.form if row.standing else LAST),
    "ramp": (
        "Steepest rise first",
        lambda row: -row.standing.ramp if row.standing and row.standing.ramp is not None else LAST,
    ),
    "signals": ("Signals, most first", lambda row: -row.signals.count if row.signals else 0),
    "adherence": (
        "Plan kept, least first",
        lambda row: LAST if row.adherence is None else row.adherence,
    ),
    "gap": ("Longest without training", lambda row: -LAST if row.is_silent else -(row.silent_days or 0)),
    "unread": ("Most news first", lambda row: -row.unread),
    "race": ("Next race first", lambda row: row.race.date if row.race else date.max),
}


@dataclass(frozen=True, slots=True)
class Queue:
    """Drafts of Claude's and changes of plans that wait for this user, the oldest first.

    Each change with its reason, as far as this user may know it.
    """

    drafts: list[Analysis]
    proposals: list[tuple[PlanProposal, str]]


def roster(user: User) -> list[Row]:
    """By name; as many questions to the database for two hundred athletes as for one."""
    open_to = access.let_in(user)
    by_class = {data: [each for each, classes in open_to.items() if data in classes] for data in SHOWN}
    now, kept = standings(by_class["load"]), adherences(by_class["plan"])
    signals = signals_waiting({each: open_to[each] for each in by_class["load"]})
    days, races = last_activity_days(by_class["activities"]), next_races(by_class["plan"])
    waits = _count(*_waiting(user))
    unread = Counter(unread_activities(user, by_class["activities"]))
    unread.update(unread_comments(user, by_class["plan"]))
    cut_off = cut_off_from(by_class["connections"])
    # Of those who are connected nothing is told.
    by_class["connections"] = [each for each in by_class["connections"] if each.pk in cut_off]
    for data, athletes in by_class.items():
        record_reads(viewer=user, athletes=athletes, classes=[data])
    return [
        Row(
            athlete,
            classes,
            now.get(athlete.pk),
            signals.get(athlete.pk),
            kept.get(athlete.pk),
            days.get(athlete.pk),
            races.get(athlete.pk),
            waits[athlete.pk],
            unread[athlete.pk],
            athlete.pk in cut_off,
        )
        for athlete, classes in open_to.items()
    ]


def queue(user: User) -> Queue:
    """What waits among all athletes who let this user read along."""
    drafts, proposals = _waiting(user)
    record_reads(viewer=user, athletes={each.athlete for each in drafts}, classes=["analysis"])
    record_reads(viewer=user, athletes={each.athlete for each in proposals}, classes=["plan"])
    open_to = access.let_in(user)
    return Queue(drafts, [(each, reason_of(each, open_to[each.athlete])) for each in proposals])


def _waiting(user: User) -> tuple[list[Analysis], list[PlanProposal]]:
    """Only what this user may answer: that takes leave to write."""
    texts, plans = (
        access.athletes(user, data=data, action="write").exclude(user=user) for data in ("analysis", "plan")
    )
    return drafts_of(texts, user, action="write"), proposals_waiting(plans)


def _count(drafts: list[Analysis], proposals: list[PlanProposal]) -> Counter[int]:
    return Counter(each.athlete_id for each in drafts) + Counter(each.athlete_id for each in proposals)
