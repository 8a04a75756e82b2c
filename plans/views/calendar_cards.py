"""What stands on a day of the calendar, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from athletes.models import Athlete
from config.core import dates, formatting
from config.core.formatting import UNKNOWN, Units
from metrics.models import Activity, Annotation, Race
from metrics.science.thresholds import Thresholds
from plans.engine.adapt.pausing import Pause
from plans.models import Blackout, PlannedSession
from plans.views.pause_words import pause_words
from plans.views.profile import Bar, profile
from plans.views.session_words import STATE_ICONS, TONES, icon_of, state_words, sums

LASTING = {Annotation.Kind.ILLNESS, Annotation.Kind.INJURY, Annotation.Kind.TRAVEL, Annotation.Kind.ALTITUDE}


@dataclass(frozen=True, slots=True)
class Card:
    """A planned session. Without `move_url` it stays where it is, without `acts_url` it cannot be changed.

    `paused` says why it is not to be done, "" when nothing stops it.
    """

    uid: str
    url: str
    icon: str
    title: str
    when: str
    sums: str
    bars: list[Bar]
    tone: str
    state: str
    state_icon: str
    is_locked: bool
    revision: int
    paused: str = ""
    move_url: str = ""
    acts_url: str = ""


@dataclass(frozen=True, slots=True)
class DoneCard:
    """An activity that nothing was planned for."""

    url: str
    icon: str
    title: str
    sums: str


@dataclass(frozen=True, slots=True)
class RaceFlag:
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at whose calendar: their way of naming the athlete, and what they may."""

    athlete: Athlete
    ref: str
    today: date
    may_write: bool
    classes: frozenset[str]

    @property
    def units(self) -> Units:
        return "imperial" if self.athlete.units == "imperial" else "metric"

    def url(self, name: str, **parts: object) -> str:
        return reverse(name, kwargs={"athlete": self.ref, **parts})


def card(session: PlannedSession, thresholds: Thresholds, viewer: Viewer, pause: Pause | None = None) -> Card:
    """What is done or over is not moved; what is over can still be skipped."""
    is_open = session.state == PlannedSession.State.PLANNED
    may_move = viewer.may_write and is_open and session.day >= viewer.today
    state = state_words(session, viewer.classes)
    return Card(
        uid=str(session.uid),
        url=viewer.url("plans:session", uid=session.uid),
        icon=icon_of(session.sport),
        title=session.title,
        when=dates.day(session.day, viewer.today),
        sums=sums(session, viewer.units),
        bars=profile(session.steps, session.sport, thresholds),
        tone=TONES.get(session.state, ""),
        state=state,
        state_icon=STATE_ICONS.get(session.state, "") if state else "",
        is_locked=session.locked,
        revision=session.revision,
        paused=pause_words(pause, viewer.classes, viewer.ref),
        move_url=viewer.url("plans:session-move", uid=session.uid) if may_move else "",
        acts_url=viewer.url("plans:session-acts", uid=session.uid) if viewer.may_write else "",
    )


def done_card(activity: Activity, viewer: Viewer) -> DoneCard:
    parts: list[str] = [formatting.duration_words(activity.timer_s)]
    distance = formatting.distance(activity.distance_m or None, viewer.units)
    if distance != UNKNOWN:
        parts.append(distance)
    if activity.load is not None:
        parts.append(f"load {formatting.load(activity.load)}")
    return DoneCard(
        url=viewer.url("metrics:activity", uid=activity.uid),
        icon=icon_of(activity.sport),
        title=activity.title,
        sums=" · ".join(parts),
    )


def race_flag(race: Race, viewer: Viewer) -> RaceFlag:
    """Who may not write the plan has no page of one race, and is led to all of them."""
    url = viewer.url("metrics:race", uid=race.uid) if viewer.may_write else viewer.url("metrics:races")
    return RaceFlag(url, f"{race.name} ({race.priority})")


def band_words(each: Annotation | Blackout) -> str:
    if isinstance(each, Blackout):
        return f"No training: {str(each.get_reason_display()).lower()}"
    return str(each.get_kind_display())


def maybe_words(each: Annotation) -> str:
    """Of a marker without an end, on the day of which nobody knows yet."""
    return f"{each.get_kind_display()}, as long as it lasts"


def wellness(sleep_s: float | None, hrv_ms: float | None) -> list[str]:
    """ "slept 7:42 h", "HRV 62 ms": what was measured in the night that ended on the day."""
    words = []
    if sleep_s:
        words.append(f"slept {formatting.duration(sleep_s, seconds=False)}")
    if hrv_ms:
        words.append(f"HRV {formatting.milliseconds(hrv_ms)}")
    return words
