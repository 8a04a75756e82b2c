"""Markers as people say them: with their last day, and metres or feet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from config.core.formatting import M_PER_FT, Units
from metrics.models import Annotation

KINDS = [(kind.value, kind.label) for kind in Annotation.Kind if kind != Annotation.Kind.ANSWER]
FIELD_OF = {"end": "last_day", "altitude_m": "altitude"}
"""Where the form asks for what the service calls otherwise."""


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MarkerForm(forms.Form):
    """A marker; `values` are what the services take. An altitude counts for the kind `altitude` only."""

    kind = forms.ChoiceField(choices=KINDS, label="What")
    start = forms.DateField(label="First day", widget=day_input())
    last_day = forms.DateField(
        required=False, label="Last day", widget=day_input(), help_text="Leave it empty while it lasts."
    )
    altitude = forms.FloatField(required=False, label="Height of the place where you sleep")
    note = forms.CharField(
        required=False, max_length=500, label="Note", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, units: Units, **options: Any) -> None:
        super().__init__(*args, **options)
        self.metres = M_PER_FT if units == "imperial" else 1.0
        self.unit = "ft" if units == "imperial" else "m"

    @classmethod
    def of(cls, annotation: Annotation, units: Units) -> MarkerForm:
        """A form filled with a marker."""
        metres, end = annotation.altitude_m, annotation.end
        per_unit = M_PER_FT if units == "imperial" else 1.0
        initial = {
            "kind": annotation.kind,
            "start": annotation.start,
            "last_day": end - timedelta(days=1) if end else None,
            "altitude": None if metres is None else round(metres / per_unit),
            "note": annotation.note,
        }
        return cls(units=units, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, last = cleaned.get("start"), cleaned.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", "The last day cannot be before the first.")
        if last == date.max:
            self.add_error("last_day", "This day is too far ahead.")
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """`kind, start, end, altitude_m, note`, half-open and in metres."""
        cleaned = self.cleaned_data
        last, height = cleaned["last_day"], cleaned["altitude"]
        is_altitude = cleaned["kind"] == Annotation.Kind.ALTITUDE
        return {
            "kind": cleaned["kind"],
            "start": cleaned["start"],
            "end": last + timedelta(days=1) if last else None,
            "altitude_m": height * self.metres if is_altitude and height is not None else None,
            "note": cleaned["note"],
        }

    def add_errors(self, error: ValidationError) -> None:
        """Put what the service refused beside the fields that the person sees."""
        add_errors(self, error, FIELD_OF)


def add_errors(form: forms.Form, error: ValidationError, field_of: dict[str, str] | None = None) -> None:
    """Errors of a service beside the fields of a form; what has no field stands above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for name, messages in error.message_dict.items():
        field = (field_of or {}).get(name, name)
        form.add_error(field if field in form.fields else None, messages)
