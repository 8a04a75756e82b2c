"""An activity entered by hand, in the athlete's own units and time zone."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from athletes.models import Athlete
from config.core import formatting
from config.core.formatting import M_PER_MI
from metrics.forms.activities import effort_choices
from metrics.forms.annotations import add_errors, day_input
from metrics.forms.scales import feel_field
from metrics.models import Activity
from metrics.services.manual import SPORTS

CLOCK = re.compile(r"(?:(?P<hours>\d{1,3}):)(?P<minutes>[0-5]\d)(?::(?P<seconds>[0-5]\d))?")
MINUTES = re.compile(r"\d{1,4}")
FIELD_OF = {
    "start_time": "day",
    "duration_s": "duration",
    "distance_m": "distance",
    "avg_hr_bpm": "average_heart_rate",
}


def read_duration(text: str) -> float:
    """ "45" is minutes, "1:05" hours and minutes, "1:05:30" with seconds. Raises ValidationError."""
    text = text.strip()
    if MINUTES.fullmatch(text):
        return float(text) * 60
    if not (clock := CLOCK.fullmatch(text)):
        raise ValidationError("Type minutes, such as 45, or hours and minutes, such as 1:05.")
    return int(clock["hours"]) * 3600.0 + int(clock["minutes"]) * 60 + int(clock["seconds"] or 0)


def show_duration(duration_s: float) -> str:
    """As `read_duration` reads it back."""
    minutes, seconds = divmod(round(duration_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if seconds else f"{hours}:{minutes:02d}"


class ManualForm(forms.Form):
    """Facts and words; `values` are what the services take, in SI units."""

    sport = forms.ChoiceField(choices=[(sport.value, sport.value.capitalize()) for sport in SPORTS])
    day = forms.DateField(widget=day_input())
    time = forms.TimeField(
        label="Start",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="A recording that began within two minutes of it is taken for the same activity.",
    )
    duration = forms.CharField(
        max_length=10,
        label="How long",
        help_text="Minutes, such as 45, or hours and minutes, such as 1:05.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    distance = forms.FloatField(required=False)
    average_heart_rate = forms.FloatField(required=False, min_value=30, max_value=240)
    name = forms.CharField(
        required=False, max_length=200, label="Title", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    rpe = forms.TypedChoiceField(
        required=False, coerce=float, empty_value=None, choices=effort_choices(), label="How hard was it?"
    )
    feel = feel_field()
    goal = forms.ChoiceField(
        required=False, choices=[("", "Not said"), *Activity.Goal.choices], label="What was it for?"
    )
    note = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self, *args: Any, athlete: Athlete, activity: Activity | None = None, **options: Any
    ) -> None:
        options.setdefault("initial", self._initial(athlete, activity))
        super().__init__(*args, **options)
        self.athlete = athlete
        self.unit, self.metres = unit_of(athlete)
        rating = activity.rpe if activity else None
        cast(forms.ChoiceField, self.fields["rpe"]).choices = effort_choices(rating)

    @staticmethod
    def _initial(athlete: Athlete, activity: Activity | None) -> dict[str, Any]:
        if activity is None:
            return {"day": athlete.today()}
        _, metres = unit_of(athlete)
        far, start = activity.distance_m, activity.local_start
        words = {name: getattr(activity, name) for name in ("name", "rpe", "feel", "goal", "note")}
        return {
            **words,
            "sport": activity.sport,
            "day": start.date(),
            "time": start.time(),
            "duration": show_duration(activity.timer_s),
            "distance": None if far is None else round(far / metres, 3),
            "average_heart_rate": activity.avg_hr_bpm,
        }

    def clean_duration(self) -> float:
        return read_duration(self.cleaned_data["duration"])

    @property
    def values(self) -> dict[str, Any]:
        """Facts in SI and the words."""
        given = self.cleaned_data
        start = datetime.combine(given["day"], given["time"], tzinfo=self.athlete.zone)
        far = given["distance"]
        words: dict[str, Any] = {
            name: given[name] for name in ("name", "rpe", "feel", "goal", "note") if name in given
        }
        return {
            **words,
            "sport": given["sport"],
            "start_time": start,
            "duration_s": given["duration"],
            "distance_m": None if far is None else far * self.metres,
            "avg_hr_bpm": given["average_heart_rate"],
        }

    def add_errors(self, error: ValidationError) -> None:
        """Put what the service refused beside the fields that the person sees."""
        add_errors(self, error, FIELD_OF)


def unit_of(athlete: Athlete) -> tuple[str, float]:
    """The unit in which this athlete types distances, and its metres."""
    return ("mi", M_PER_MI) if cast(formatting.Units, athlete.units) == "imperial" else ("km", 1_000.0)
