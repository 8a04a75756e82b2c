"""What a plan is for, and the word that ends one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms

from athletes.sources.records import Sport
from config.core import dates
from metrics.models import Race
from metrics.models.activity import SPORTS
from plans.services.specs import LONGEST_WAIT

PLANNED = (Sport.RUNNING, Sport.CYCLING, Sport.SWIMMING)
NEW, NONE = "new", "none"
LEAST_WEEKS, MOST_WEEKS, USUAL_WEEKS = 2, 52, 12
FOUR_WEEKS = 28


class GoalForm(forms.Form):
    """One of `races`, a new one, or none; `race` is the one that was chosen."""

    goal = forms.ChoiceField(label="What do you train for?", widget=forms.RadioSelect)
    sport = forms.ChoiceField(choices=[each for each in SPORTS if each[0] in PLANNED], required=False)
    weeks = forms.IntegerField(
        label="For how many weeks",
        min_value=LEAST_WEEKS,
        max_value=MOST_WEEKS,
        required=False,
        help_text=f"{LEAST_WEEKS} to {MOST_WEEKS}.",
    )
    start = forms.DateField(
        label="Start",
        help_text="Within the next four weeks.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, races: Sequence[Race], today: date, **options: Any) -> None:
        options.setdefault("use_required_attribute", False)
        super().__init__(*args, **options)
        self.today, self.races = today, {str(race.uid): race for race in races}
        chosen = [(uid, race_line(race, today)) for uid, race in self.races.items()]
        others = [(NEW, "A race that is not entered yet"), (NONE, "No race: keep improving")]
        cast(forms.ChoiceField, self.fields["goal"]).choices = [*chosen, *others]

    def clean_start(self) -> date:
        start: date = self.cleaned_data["start"]
        if start < self.today:
            raise forms.ValidationError("A plan cannot start in the past: choose today or later.")
        if start > self.today + LONGEST_WAIT:
            raise forms.ValidationError("Start within four weeks: your form will be another later.")
        return start

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("goal") == NONE:
            for name, words in (("sport", "Choose a sport."), ("weeks", "Say for how many weeks.")):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, words)
        race, start = self.race, cleaned.get("start")
        if race and start and race.date <= start:
            self.add_error("start", "The plan must start before the race.")
        if race and race.distance_m is None:
            self.add_error("goal", "This race has no distance yet, and the plan rests on it: enter it first.")
        return cleaned

    @property
    def is_new(self) -> bool:
        return bool(self.cleaned_data.get("goal") == NEW)

    @property
    def race(self) -> Race | None:
        return self.races.get(self.data.get("goal", ""))


class EndForm(forms.Form):
    """Ends a plan when its name is typed."""

    name = forms.CharField(
        label="Type its name to end it", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, plan_name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan_name = plan_name

    def clean_name(self) -> str:
        name: str = " ".join(self.cleaned_data["name"].split())
        if name.casefold() != " ".join(self.plan_name.split()).casefold():
            raise forms.ValidationError(f"That is not its name. Type: {self.plan_name}")
        return name


def race_line(race: Race, today: date) -> str:
    """ "Vienna Marathon, Sun 18 Apr, in 21 weeks"."""
    days = (race.date - today).days
    ahead = f"in {round(days / 7)} weeks" if days >= FOUR_WEEKS else f"in {days} day{'s' * (days > 1)}"
    return f"{race.name}, {dates.day(race.date, today)}, {ahead}"
