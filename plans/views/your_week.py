"""The second screen: the week as it is typed, days off that come and go, and what the diary knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, QueryDict

from athletes.access import granted
from athletes.models import Athlete, User
from config.core import formatting
from config.core.errors import DataValidationError
from metrics.models import Annotation
from metrics.selectors.own_word import markers_between
from plans.forms.preferences import STEP_MIN, DaysOffForm, TrainingForm
from plans.selectors.preferences import LastWeeks, blackout_of, blackouts, preferences_of
from plans.selectors.specs import ILLNESS_DAYS
from plans.services.blackouts import add, remove
from plans.views.close_races import Close, close_races, make_b
from plans.views.obstacle_words import GOAL, WHERE, in_words
from plans.views.wish import Wish

ADD_OFF, REMOVE_OFF, MAKE_B = "off-add", "off-remove:", "make-b:"
OWN_FIELDS = frozenset({"rooms", "weekly_cap_min", "long_day", "ramp_max", "experience", "strength"})
LOOK_AHEAD = timedelta(weeks=52)


@dataclass(frozen=True, slots=True)
class Problem:
    """What was refused that this screen cannot put right, and where it can: see `obstacle_words`."""

    message: str
    where: str


class YourWeek:
    """The forms of one request. `status` is 422 once something in them is wrong."""

    def __init__(self, request: HttpRequest, athlete: Athlete, wish: Wish) -> None:
        self.request, self.athlete, self.wish = request, athlete, wish
        self.can = preferences_of(athlete)
        asked = request.POST if request.method == "POST" else None
        self.form = TrainingForm(asked, instance=self.can.preferences, rooms=self.can.rooms)
        self.act = request.POST.get("act", "")
        self.off_form = _off_form()
        self.problem: Problem | None = None
        self.close: Close | None = None
        self.status = 200

    def makes_plan(self) -> bool:
        """Whether the plan is asked for. Days off are added or removed here, and the rest stays typed.

        A race that shall be a B race is made one before.
        """
        if self.act == ADD_OFF:
            self._add()
        elif self.act.startswith(REMOVE_OFF):
            self._remove(self.act.removeprefix(REMOVE_OFF))
        else:
            if self.act.startswith(MAKE_B):
                make_b(self.athlete, self.act.removeprefix(MAKE_B))
            self.status = 200 if self.form.is_valid() else 422
            return True
        return False

    def tell_close_races(self, error: DataValidationError) -> None:
        """Say which two A races are too close, where that is what was refused."""
        if error.code == "RACES_TOO_CLOSE" and self.wish.race is not None:
            self.close = close_races(self.athlete, self.wish.race, self.wish.start, may_turn=False)

    def context(self) -> dict[str, Any]:
        seconds = 60 * sum(room.minutes for room in self.can.rooms)
        return {
            "form": self.form,
            "off_form": self.off_form,
            "blackouts": blackouts(self.athlete),
            "diary": self._diary(),
            "sees_diary": bool(granted(self.request.user, self.athlete, ["notes"])),
            "is_suggested": not self.can.is_saved,
            "total": formatting.duration_words(seconds),
            "measured": measured_words(self.can.measured),
            "problem": self.problem,
            "close": self.close,
        }

    def _add(self) -> None:
        self.off_form = _off_form(self.request.POST)
        self.status = 422
        if not self.off_form.is_valid():
            return
        try:
            add(athlete=self.athlete, user=cast(User, self.request.user), **self.off_form.values)
        except DataValidationError as error:
            self.off_form.add_refusal(error)
        else:
            self.off_form, self.status = _off_form(), 200

    def _remove(self, uid: str) -> None:
        if (row := blackout_of(self.athlete, _uuid(uid))) is not None:
            remove(blackout=row, user=cast(User, self.request.user))

    def _diary(self) -> list[Annotation]:
        """Illness and injury that the plan takes into account, where the viewer may see the diary."""
        if not granted(self.request.user, self.athlete, ["notes"]):
            return []
        today = self.athlete.today()
        rows = markers_between(self.athlete, today - ILLNESS_DAYS, today + LOOK_AHEAD)
        return [row for row in rows if row.kind in (Annotation.Kind.ILLNESS, Annotation.Kind.INJURY)]


def measured_words(weeks: LastWeeks | None) -> str:
    """ "6 h 15 min in the middle week, 4 h 30 min in the least and 9 h in the most"; "" when nothing was."""
    if weeks is None:
        return ""
    middle, least, most = (_words(each) for each in (weeks.median, weeks.least, weeks.most))
    if least == most:
        return f"{middle} each week"
    return f"{middle} in a usual week, from {least} to {most}"


def _words(minutes: float) -> str:
    """To five minutes."""
    return str(formatting.duration_words(300 * round(minutes / 5))) if minutes >= STEP_MIN / 2 else "nothing"


def _off_form(asked: QueryDict | None = None) -> DaysOffForm:
    """Browsers are not told what is required: the fields are part of a form that may be sent without them."""
    return DaysOffForm(asked, prefix="off", use_required_attribute=False)


def goal_problem(error: DataValidationError) -> Problem | None:
    """What has nothing to do with the fields of this screen; None for what has."""
    if set(error.fields) & OWN_FIELDS:
        return None
    return Problem(in_words(error.message), WHERE.get(error.code, GOAL))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
