"""The first screen: a race that is known or entered there, or no race, and what stands against it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpRequest, QueryDict

from athletes.models import Athlete
from config.core import dates
from metrics.forms.races import RaceForm
from metrics.models import Race
from metrics.services.races import update_race
from plans.forms.plan import NEW, PLANNED, GoalForm
from plans.selectors.goals import close_goals, other_race_of_the_day
from plans.views.close_races import GOAL, Close, close_races, make_b
from plans.views.other_sports import entered, is_other, keep, other_races
from plans.views.wish import Wish, coming_races, initial_goal, plannable


class YourGoal:
    """The forms of one request; `close` is set when two A races have to be settled first."""

    def __init__(self, request: HttpRequest, athlete: Athlete) -> None:
        self.athlete, self.today = athlete, athlete.today()
        self.coming = coming_races(athlete)
        self.asked = request.POST if request.method == "POST" else None
        races = plannable(self.coming)
        initial = initial_goal(request.GET, races, self.today)
        self.form = GoalForm(self.asked, races=races, today=self.today, initial=initial)
        is_new = self.asked is not None and self.asked.get("goal") == NEW
        self.race_form = _race_form(athlete, self.asked if is_new else None)
        self.close: Close | None = None

    def found(self) -> Wish | Race | None:
        """What the screen says; a race that is new is entered. The race alone when no plan is wished, None
        when nothing was sent or something is wrong with it."""
        if self.asked is None or not self.form.is_valid():
            return None
        start: date = self.form.cleaned_data["start"]
        if self.form.is_new:
            return self._new(start)
        if (race := self.form.race) is not None:
            return self._of(race, start)
        cleaned = self.form.cleaned_data
        return Wish(None, cleaned["sport"], cleaned["weeks"], start)

    def context(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "race_form": self.race_form,
            "today": self.today,
            "others": other_races(self.coming, self.today),
            "planned": PLANNED,
            "close": self.close,
        }

    def _new(self, start: date) -> Wish | Race | None:
        if not self.race_form.is_valid():
            return None
        if self.race_form.cleaned_data["date"] <= start:
            self.race_form.add_error("date", "The race must come after the start of the plan.")
            return None
        if is_other(self.form.data):
            return keep(self.athlete, self.race_form, self.form.data, start)
        return self._of(Race(athlete=self.athlete, **self.race_form.values), start)

    def _of(self, race: Race, start: date) -> Wish | None:
        """A plan for the race, or for the one beside it when a button said so."""
        if (same := other_race_of_the_day(self.athlete, race)) is not None:
            form, field = (self.form, "goal") if race.pk else (self.race_form, "date")
            words = f"{same.name} is on {dates.full_day(race.date)} too, and a plan has one race a day."
            form.add_error(field, words)
            return None
        act, pair = self.form.data.get("make_b", ""), close_goals(self.athlete, race, start)
        if pair is not None and not act:
            self.close = close_races(self.athlete, race, start, may_turn=True)
            return None
        with transaction.atomic():
            stored = race if race.pk else entered(self.athlete, self.race_form)
            if stored is None:
                return None
            return self._settled(stored, act, [each for each in pair or () if each is not race])

    def _settled(self, race: Race, act: str, others: list[Race]) -> Wish:
        """One of two close races is a B race from now on, as the button says; "" for none."""
        goal = race
        if act == GOAL and others:
            goal = others[0]
            update_race(race=race, priority=Race.Priority.B)
        elif act:
            make_b(self.athlete, act)
        return Wish(goal, goal.sport, None, self.form.cleaned_data["start"])


def _race_form(athlete: Athlete, asked: QueryDict | None) -> RaceForm:
    """Browsers are not told what is required: the fields are hidden while another goal is chosen."""
    form = RaceForm(asked, athlete=athlete, prefix="race", use_required_attribute=False)
    form.fields["distance"].required = asked is None or not is_other(asked)
    return form
