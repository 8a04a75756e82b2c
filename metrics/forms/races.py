"""A race as a person enters it: distance in their own units, times as on a clock."""

from __future__ import annotations

import re
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError

from athletes.models import Athlete
from athletes.sources.records import Sport
from config.core import formatting
from config.core.formatting import M_PER_MI, Units
from metrics.models import Race
from metrics.models.activity import SPORTS
from metrics.science.efforts import HALF_MARATHON_M, MARATHON_M, MILE_M
from metrics.selectors.races import activities_of_the_day
from metrics.services.races import LONGEST_M

NAMED_M = {
    "half": HALF_MARATHON_M,
    "half marathon": HALF_MARATHON_M,
    "marathon": MARATHON_M,
    "mile": MILE_M,
}
DISTANCE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(k|km|m|mi)?")
RACED = [
    (sport, "Multisport, such as triathlon" if sport == Sport.MULTISPORT else label)
    for sport, label in SPORTS
]
CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")
FORM_FIELD = {"distance_m": "distance", "goal_s": "goal", "result_s": "result"}
"""Where this form asks for a field of the model."""


def read_distance(text: str, units: Units) -> float:
    """Metres of "10", "21.1 km", "1500 m", "13.1 mi", "half" or "marathon"; a bare number is in km or miles.

    Raises ValidationError, which says how to type it.
    """
    words = " ".join(text.lower().split())
    if words in NAMED_M:
        return NAMED_M[words]
    found = DISTANCE.fullmatch(words)
    if not found:
        raise ValidationError("Type a distance, such as 10 km, 1500 m, half or marathon.")
    unit = found[2] or ("mi" if units == "imperial" else "km")
    metres = float(found[1].replace(",", ".")) * {"m": 1.0, "mi": M_PER_MI}.get(unit, 1000.0)
    if not 0 < metres <= LONGEST_M:
        raise ValidationError("This is no distance that people race.")
    return metres


def read_duration(text: str) -> float:
    """Seconds of "3:29:59" or "42:10". Raises ValidationError, which says how to type it."""
    found = CLOCK.fullmatch(text.strip())
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    total = hours * 3600 + minutes * 60 + seconds
    if not total or (hours and minutes > 59):
        raise ValidationError("Type a time, such as 42:10 or 3:29:59.")
    return total


def show_distance(distance_m: float | None, units: Units) -> str:
    """The distance as it is typed: "21.0975", in km or miles."""
    per_unit = M_PER_MI if units == "imperial" else 1000.0
    return "" if distance_m is None else f"{round(distance_m / per_unit, 4):g}"


class RaceForm(forms.ModelForm):
    """A race; `values` are the model's fields in SI once it is valid. Result and activity are asked for a
    race whose day has come."""

    distance = forms.CharField(required=False, max_length=20)
    goal = forms.CharField(required=False, max_length=9, help_text="Such as 42:10 or 3:29:59.")
    result = forms.CharField(required=False, max_length=9, help_text="Your official time.")
    recording = forms.ChoiceField(required=False, label="Your recording of it")

    class Meta:
        model = Race
        fields: ClassVar = ["name", "sport", "date", "priority", "note"]
        widgets: ClassVar = {
            "date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar = {
            "priority": "Training aims at A, eases a little for B, and takes C along.",
            "note": "Course, travel, what you want to remember.",
        }

    def __init__(self, *args: Any, athlete: Athlete, sees_activities: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.athlete, self.units = athlete, cast(Units, athlete.units)
        race = self.instance
        unit = "miles" if self.units == "imperial" else "km"
        cast(forms.ChoiceField, self.fields["sport"]).choices = RACED
        self.fields["distance"].help_text = f"In {unit}, or 1500 m, half, marathon."
        self.initial.update(
            distance=show_distance(race.distance_m, self.units),
            goal=_clock(race.goal_s),
            result=_clock(race.result_s),
            recording=str(race.activity_id or ""),
        )
        self._offer_result(sees_activities)

    def _offer_result(self, sees_activities: bool) -> None:
        race = self.instance
        is_over = race.pk is not None and race.date <= self.athlete.today()
        if not is_over:
            del self.fields["result"]
        if not (is_over and sees_activities):
            del self.fields["recording"]
            return
        self.candidates = {str(each.pk): each for each in activities_of_the_day(race)}
        field = cast(forms.ChoiceField, self.fields["recording"])
        field.choices = [("", "None"), *((pk, _line(each)) for pk, each in self.candidates.items())]

    def clean_distance(self) -> float | None:
        text = self.cleaned_data["distance"]
        return read_distance(text, self.units) if text else None

    def clean_goal(self) -> float | None:
        text = self.cleaned_data["goal"]
        return read_duration(text) if text else None

    def clean_result(self) -> float | None:
        text = self.cleaned_data["result"]
        return read_duration(text) if text else None

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the model that this form asked for."""
        cleaned = self.cleaned_data
        values: dict[str, Any] = {name: cleaned[name] for name in self.Meta.fields}
        values |= {name: cleaned[field] for name, field in FORM_FIELD.items() if field in self.fields}
        if self.data.get(self.add_prefix("distance"), "").strip() == self.initial["distance"]:
            values["distance_m"] = self.instance.distance_m  # What is shown is rounded.
        if "recording" in self.fields:
            # The day may have been changed with the same form: a recording of another day is no result.
            chosen = self.candidates.get(cleaned["recording"])
            values["activity"] = chosen if chosen and chosen.local_date == cleaned["date"] else None
        return values

    def add_model_errors(self, error: ValidationError) -> None:
        """Show what the service refused at the field that asked for it."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, messages in error.message_dict.items():
            field = "recording" if name == "activity" else FORM_FIELD.get(name, name)
            for message in messages:
                self.add_error(field if field in self.fields else None, message)


def _clock(seconds: float | None) -> str:
    return "" if seconds is None else str(formatting.duration(seconds))


def _line(activity: Any) -> str:
    """ "Morning run, 10.1 km, 42:10": one choice of a select."""
    parts = [activity.title]
    if activity.distance_m:
        parts.append(formatting.distance(activity.distance_m, activity.athlete.units).replace("\u202f", " "))
    return ", ".join([*parts, formatting.duration(activity.elapsed_s)])
