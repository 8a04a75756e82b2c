"""What people type about themselves: the profile, and thresholds in their own units."""

from __future__ import annotations

import re
import zoneinfo
from datetime import date
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from athletes.models import Athlete, Threshold
from config.core import formatting
from config.core.formatting import M_PER_MI, M_PER_YD, Shown, Units

EARLIEST = date(1990, 1, 1)
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
NUMBER = re.compile(r"\d{1,3}(?:[.,]\d+)?")

Kind, Sport = Threshold.Kind, Threshold.Sport
CHOICES = (
    ("Cycling", ((Sport.CYCLING, Kind.FTP, "Power (FTP)"), (Sport.CYCLING, Kind.LTHR, "Heart rate"))),
    (
        "Running",
        (
            (Sport.RUNNING, Kind.PACE, "Pace"),
            (Sport.RUNNING, Kind.LTHR, "Heart rate"),
            (Sport.RUNNING, Kind.FTP, "Running power"),
        ),
    ),
    ("Swimming", ((Sport.SWIMMING, Kind.CSS, "Pace (CSS)"), (Sport.SWIMMING, Kind.LTHR, "Heart rate"))),
    ("Other sports", ((Sport.OTHER, Kind.LTHR, "Heart rate"),)),
)


def time_zone_choices(current: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Zones by continent, as a person looks for them; `current` is always among them."""
    names = {name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/")}
    by_region = groupby(sorted(names | {"UTC", current}), key=lambda name: name.partition("/")[0])
    return [(region, [(name, _city(name)) for name in zones]) for region, zones in by_region]


def _city(name: str) -> str:
    return name.partition("/")[2].replace("_", " ").replace("/", ", ") or name


class ProfileForm(forms.ModelForm):
    """The athlete. Bind it to a copy: the service compares what is saved with what was typed."""

    time_zone = forms.ChoiceField(help_text="Your days begin and end here.")

    class Meta:
        model = Athlete
        fields: ClassVar = [
            "name",
            "time_zone",
            "units",
            "sex",
            "birth_year",
            "hr_max_bpm",
            "hr_rest_bpm",
            "fitness_days",
            "fatigue_days",
        ]
        help_texts: ClassVar = {
            "hr_max_bpm": "The highest you have really seen, in bpm.",
            "hr_rest_bpm": "Lying quietly after waking, in bpm.",
            "fitness_days": "42 unless you have a reason. Between 14 and 90.",
            "fatigue_days": "7 unless you have a reason. Between 2 and 21.",
        }
        widgets: ClassVar = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        zones: Any = self.fields["time_zone"]
        zones.choices = time_zone_choices(self.instance.time_zone)
        sex: Any = self.fields["sex"]
        sex.choices = [("", "Not said"), *Athlete.Sex.choices]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        highest, resting = cleaned.get("hr_max_bpm"), cleaned.get("hr_rest_bpm")
        if highest and resting and highest <= resting:
            self.add_error("hr_max_bpm", "The highest heart rate must be above the resting heart rate.")
        fitness, fatigue = cleaned.get("fitness_days"), cleaned.get("fatigue_days")
        if fitness and fatigue and fitness <= fatigue:
            self.add_error("fitness_days", "Fitness must use more days than fatigue.")
        return cleaned


class ThresholdForm(forms.Form):
    """One threshold from a day on. `value` is typed in the athlete's units and cleans to SI."""

    threshold = forms.ChoiceField(
        choices=[
            (group, [(f"{sport}:{kind}", f"{group}: {label}") for sport, kind, label in entries])
            for group, entries in CHOICES
        ]
    )
    value = forms.CharField(
        max_length=10, widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"})
    )
    valid_from = forms.DateField(
        label="In force from",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Activities from this day on use it.",
    )

    def __init__(self, *args: Any, units: Units, **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = units
        distances = ("mi", "100 yd") if units == "imperial" else ("km", "100 m")
        self.fields["value"].help_text = "Power in W, heart rate in bpm, pace as m:ss per {} or {}.".format(
            *distances
        )

    def clean_valid_from(self) -> date:
        day: date = self.cleaned_data["valid_from"]
        if day < EARLIEST:
            raise ValidationError("This day is too long ago.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "threshold" in cleaned and "value" in cleaned:
            cleaned["sport"], _, cleaned["kind"] = cleaned["threshold"].partition(":")
            try:
                cleaned["value"] = read_value(cleaned["value"], cleaned["kind"], self.units)
            except ValidationError as error:
                self.add_error("value", error)
        return cleaned


def read_value(text: str, kind: str, units: Units) -> float:
    """What was typed, in SI: W, bpm, s/km or s/100 m. Raises ValidationError, which says how to type it."""
    text = text.strip()
    if kind in (Kind.PACE, Kind.CSS):
        clock = CLOCK.fullmatch(text)
        if not clock:
            raise ValidationError("Type minutes and seconds, such as 4:15.")
        return (int(clock[1]) * 60 + int(clock[2])) * _si_per_typed(kind, units)
    if not NUMBER.fullmatch(text):
        raise ValidationError("Type a number, such as 250.")
    return float(text.replace(",", "."))


def show_value(value: float, kind: str, units: Units) -> Shown:
    """A threshold with its unit, in the athlete's units."""
    if kind == Kind.PACE:
        return formatting.pace(value, units)
    if kind == Kind.CSS:
        return formatting.swim_pace(value, units)
    return formatting.heart_rate(value) if kind == Kind.LTHR else formatting.power(value)


def _si_per_typed(kind: str, units: Units) -> float:
    if units == "metric":
        return 1.0
    return 1_000 / M_PER_MI if kind == Kind.PACE else 1 / M_PER_YD
