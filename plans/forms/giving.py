"""Which weeks of whose calendar go to whom."""

from __future__ import annotations

from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from django import forms
from django.utils import timezone

from athletes import access
from athletes.models import Athlete, User
from plans.forms.sessions import day_field
from plans.services.giving import MOST_ATHLETES, MOST_WEEKS
from plans.services.locking import FARTHEST

WEEKS = [(number, f"{number} week{'s' if number > 1 else ''}") for number in range(1, MOST_WEEKS + 1)]


class GivingForm(forms.Form):
    """Days are taken as the weeks that they lie in."""

    source = forms.ModelChoiceField(
        Athlete.objects.none(), to_field_name="uid", label="Out of the calendar of", empty_label=None
    )
    week = day_field("From the week of")
    weeks = forms.TypedChoiceField(choices=WEEKS, coerce=int, initial=1, label="So many")
    start = day_field("Beginning in the week of")
    athletes = forms.ModelMultipleChoiceField(
        Athlete.objects.none(),
        to_field_name="uid",
        label="To",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one athlete."},
    )

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        readable = access.athletes(user, data="plan", action="read")
        self.fields["source"].queryset = readable.select_related("user").order_by("name", "pk")  # type: ignore[attr-defined]
        writable = access.athletes(user, data="plan", action="write").exclude(user=user)
        self.fields["athletes"].queryset = writable.select_related("user").order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["source"].label_from_instance = (  # type: ignore[attr-defined]
            lambda athlete: "Myself" if athlete.user_id == user.pk else athlete.called
        )
        self.fields["athletes"].label_from_instance = attrgetter("called")  # type: ignore[attr-defined]

    def clean_athletes(self) -> Any:
        chosen = self.cleaned_data["athletes"]
        if len(chosen) > MOST_ATHLETES:
            raise forms.ValidationError(f"Choose up to {MOST_ATHLETES} at once.")
        return chosen

    def clean_week(self) -> date:
        return _monday(self.cleaned_data["week"])

    def clean_start(self) -> date:
        return _monday(self.cleaned_data["start"])


def _monday(day: date) -> date:
    if abs(day - timezone.localdate()) > FARTHEST:
        raise forms.ValidationError("This is more than two years away.")
    return day - timedelta(days=day.weekday())
