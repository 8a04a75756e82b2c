"""What a plan is wished for, carried from screen to screen in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from athletes.models import Athlete
from config.core import dates
from metrics.models import Race
from metrics.selectors.races import races
from plans.forms.plan import LEAST_WEEKS, MOST_WEEKS, NONE, PLANNED, USUAL_WEEKS
from plans.models import Plan


@dataclass(frozen=True, slots=True)
class Wish:
    """A plan for `race`, else of `weeks` weeks of `sport`."""

    race: Race | None
    sport: str
    weeks: int | None
    start: date

    @property
    def query(self) -> str:
        """ "race=…&start=2027-01-04"."""
        goal = {"race": self.race.uid} if self.race else {"sport": self.sport, "weeks": self.weeks}
        return urlencode({**goal, "start": self.start.isoformat()})

    def words(self, today: date) -> str:
        """ "Vienna Marathon on 18 Apr 2027, starting tomorrow"."""
        start = dates.day(self.start, today)
        if self.race:
            return f"{self.race.name} on {dates.full_day(self.race.date)}, starting {start}"
        return f"{self.weeks} weeks of {self.sport} without a race, starting {start}"


def coming_races(athlete: Athlete) -> list[Race]:
    """The races after today, the next one first."""
    today = athlete.today()
    return [row for row in races(athlete, today).upcoming if row.date > today]


def plannable(coming: list[Race]) -> list[Race]:
    """Those that a plan can be made for."""
    return [row for row in coming if row.sport in PLANNED]


def usual_start(today: date) -> date:
    """The next Monday, or today when it is one."""
    return today + timedelta(days=-today.weekday() % 7)


def initial_goal(query: Mapping[str, str], found: list[Race], today: date) -> dict[str, object]:
    """The first screen as it was filled in, else the next A race, or the next race there is."""
    goal = query.get("race") or (NONE if query.get("weeks") else "")
    best = next((row for row in found if row.priority == Race.Priority.A), next(iter(found), None))
    return {
        "goal": goal or (str(best.uid) if best else NONE),
        "start": query.get("start") or usual_start(today),
        "weeks": query.get("weeks") or USUAL_WEEKS,
        "sport": query.get("sport") or (best.sport if best else PLANNED[0]),
    }


def wish_of(query: Mapping[str, str], athlete: Athlete) -> Wish | None:
    """The wish of an address; None when it makes none, or none any more."""
    start = _day(query.get("start", ""))
    if start is None or start < athlete.today():
        return None
    if uid := query.get("race"):
        race = next((row for row in plannable(coming_races(athlete)) if str(row.uid) == uid), None)
        return Wish(race, race.sport, None, start) if race and race.date > start else None
    weeks = query.get("weeks", "")
    is_whole = weeks.isdecimal() and LEAST_WEEKS <= int(weeks) <= MOST_WEEKS
    sport = query.get("sport", "")
    return Wish(None, sport, int(weeks), start) if is_whole and sport in PLANNED else None


def wish_of_plan(plan: Plan) -> Wish:
    """What a plan was made from, with a start that is possible now."""
    start = max(plan.start, plan.athlete.today())
    weeks = None if plan.race_id else plan.spec.get("weeks") or round((plan.end - plan.start).days / 7)
    return Wish(plan.race, plan.sport, weeks, start)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
