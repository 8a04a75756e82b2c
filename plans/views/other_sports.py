"""Races of sports that no plan is made for: they stand in the calendar while a sport of ours is trained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from athletes.models import Athlete
from config.core import dates
from metrics.forms.races import RaceForm
from metrics.models import Race
from metrics.services.races import enter_race
from plans.forms.plan import LEAST_WEEKS, MOST_WEEKS, PLANNED
from plans.views.wish import Wish, usual_start

KEEP = "keep"
"""What the button says that only enters the race; the others name a sport."""


@dataclass(frozen=True, slots=True)
class OtherRace:
    """A race to come of another sport, and (sport, address of the wish) of what can be trained until then."""

    words: str
    ways: list[tuple[str, str]]


def other_races(coming: Sequence[Race], today: date) -> list[OtherRace]:
    """Of the races to come, the next one first; without ways where it is too near."""
    start = usual_start(today)
    return [
        OtherRace(
            f"{row.name} ({row.get_sport_display().lower()}, {dates.day(row.date, today)})",
            [(sport.value, wish.query) for sport in PLANNED if (wish := wish_until(row.date, sport, start))],
        )
        for row in coming
        if row.sport not in PLANNED
    ]


def wish_until(day: date, sport: str, start: date) -> Wish | None:
    """So many whole weeks of a sport as there are until `day`."""
    weeks = min((day - start).days // 7, MOST_WEEKS)
    return Wish(None, sport, weeks, start) if weeks >= LEAST_WEEKS else None


def is_other(asked: Mapping[str, str]) -> bool:
    """Whether the race that is being entered is of a sport that no plan is made for."""
    return bool(asked.get("race-sport")) and asked["race-sport"] not in PLANNED


def keep(athlete: Athlete, race_form: RaceForm, asked: Mapping[str, str], start: date) -> Race | Wish | None:
    """Enter it when a button said so: the race for who keeps it, the wish for who trains a sport until then.

    None when something is missing or wrong, which the form says.
    """
    act = asked.get("other", "")
    if act not in (KEEP, *PLANNED):
        race_form.add_error("sport", "No plan is made for this sport: choose below what to do instead.")
        return None
    wish = None if act == KEEP else wish_until(race_form.cleaned_data["date"], act, start)
    if act != KEEP and wish is None:
        race_form.add_error("date", f"A plan until then needs {LEAST_WEEKS} weeks or more.")
        return None
    race = entered(athlete, race_form)
    return race and (wish or race)


def entered(athlete: Athlete, race_form: RaceForm) -> Race | None:
    """The race of a valid form; None when it is refused, which the form says."""
    try:
        return enter_race(athlete=athlete, **race_form.values)
    except ValidationError as error:
        race_form.add_model_errors(error)
        return None
