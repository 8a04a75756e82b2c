"""The numbers that the first loads are measured against."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import PositiveSmallIntegerField

from athletes.forms import read_value, show_value
from athletes.models import Athlete, Threshold
from config.core.formatting import Shown, Units, heart_rate
from metrics.selectors.starting import HEART, StartingValues

HEART_ORDER = "The highest heart rate must be above the resting heart rate."
STARTING_FIELDS: dict[str, tuple[str, str, str]] = {
    "hr_max_bpm": ("Highest heart rate", "The highest you have really seen.", "hr_max"),
    "hr_rest_bpm": (
        "Resting heart rate",
        "Lying quietly after waking. Load by heart rate needs it.",
        "hr_rest",
    ),
    Threshold.Kind.FTP: ("Cycling FTP", "The highest power you can hold for an hour.", "ftp"),
    Threshold.Kind.PACE: (
        "Running threshold pace",
        "The fastest you can hold for an hour, such as 4:45.",
        "threshold_pace",
    ),
    Threshold.Kind.CSS: (
        "Critical swim speed",
        "Such as 1:50: half of what 400 take longer than 200, both as fast as you can.",
        "css",
    ),
}
"""Label, what the number is where the recordings suggest none, and the term that explains it."""


class StartingForm(forms.Form):
    """Numbers that would give activities a load: only what is missing, filled with what is suggested.

    Values are typed in the athlete's units and clean to SI. Every field may stay empty, but not all of them.
    """

    def __init__(self, *args: Any, athlete: Athlete, found: StartingValues, **options: Any) -> None:
        super().__init__(*args, **options)
        self.athlete, self.found = athlete, found
        self.units = cast(Units, athlete.units)
        for name in found.missing:
            self.fields[name] = self._heart(name) if name in HEART else self._threshold(name)
            self._describe(name)

    def _heart(self, name: str) -> forms.Field:
        column = cast("PositiveSmallIntegerField[int, int]", Athlete._meta.get_field(name))
        return cast(forms.Field, column.formfield())

    def _threshold(self, name: str) -> forms.Field:
        attributes = {"autocomplete": "off"}
        if name == Threshold.Kind.FTP:
            attributes["inputmode"] = "decimal"
        return forms.CharField(required=False, max_length=10, widget=forms.TextInput(attrs=attributes))

    def _describe(self, name: str) -> None:
        field, suggestion = self.fields[name], self.found.suggestions.get(name)
        field.label, field.help_text, _ = STARTING_FIELDS[name]
        if suggestion:
            field.initial = self._shown(name, suggestion.value).number
            field.help_text = suggestion.source

    def _shown(self, name: str, value: float) -> Shown:
        return heart_rate(value) if name in HEART else show_value(value, name, self.units)

    @property
    def rows(self) -> list[tuple[forms.BoundField, str]]:
        """The fields with the unit of each."""
        return [(self[name], self._shown(name, 100).unit) for name in self.fields]

    @property
    def terms(self) -> list[tuple[str, str]]:
        """The terms that explain the fields, with their words."""
        return [(term, label) for label, _, term in map(STARTING_FIELDS.__getitem__, self.fields)]

    @property
    def values(self) -> dict[str, float]:
        """What was given, in SI."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in set(cleaned) - set(HEART):
            cleaned[name] = self._read(name, cleaned[name])
        if not self.errors and not any(value is not None for value in cleaned.values()):
            raise ValidationError("Type at least one number.")
        self._check_heart(cleaned)
        return cleaned

    def _read(self, name: str, text: str) -> float | None:
        try:
            return read_value(text, name, self.units) if text else None
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def _check_heart(self, cleaned: dict[str, Any]) -> None:
        """Both bounds in order; one of them gives no load, which is a fault unless a threshold gives some."""
        if any(name in self.errors for name in HEART) or not any(cleaned.get(name) for name in HEART):
            return
        highest, lowest = (cleaned.get(name) or getattr(self.athlete, name) for name in HEART)
        has_threshold = any(value is not None for name, value in cleaned.items() if name not in HEART)
        for name, value in zip(HEART, (highest, lowest), strict=True):
            if value is None and not has_threshold:
                self.add_error(name, "Load by heart rate needs this number too.")
        if highest and lowest and highest <= lowest:
            self.add_error(next(name for name in HEART if name in self.fields), HEART_ORDER)
