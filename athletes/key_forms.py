"""What is typed to make a key for a program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms

from athletes.coaching_forms import ACTIONS, LABELS
from athletes.models import DATA_CLASSES
from athletes.scopes import NOTIFICATIONS
from athletes.services.api_keys import MAX_DAYS

USUAL_DAYS = 90
ABOUT = {**LABELS, NOTIFICATIONS: ("Notifications", "What you were told, and your choices")}
CLASSES = (*DATA_CLASSES, NOTIFICATIONS)


class KeyForm(forms.Form):
    """A name, one answer per class of data, and the last day."""

    name = forms.CharField(
        max_length=80, label="What it is for", help_text="The program or the machine that will have it."
    )
    last_day = forms.DateField(
        label="Until",
        help_text="A year at most. A key that has ended opens nothing.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._today = today
        self.fields["last_day"].initial = today + timedelta(days=USUAL_DAYS)
        for data in CLASSES:
            self.fields[data] = forms.ChoiceField(
                choices=ACTIONS, label=ABOUT[data][0], required=False, initial="none"
            )

    def rows(self) -> Iterator[tuple[Any, str]]:
        """Each class with what it is about, for the table."""
        return ((self[data], ABOUT[data][1]) for data in CLASSES)

    def clean_last_day(self) -> date:
        day: date = self.cleaned_data["last_day"]
        if not 1 <= (day - self._today).days <= MAX_DAYS:
            raise forms.ValidationError("Choose a day between tomorrow and a year from now.")
        return day

    def clean(self) -> dict[str, Any]:
        if not self.scopes:
            raise forms.ValidationError("Choose what the key may do.")
        return self.cleaned_data

    @property
    def scopes(self) -> list[str]:
        given = {data: self.cleaned_data.get(data) for data in CLASSES}
        return [f"{data}:{action}" for data, action in given.items() if action in ("read", "write")]

    @property
    def days(self) -> int:
        return (self.cleaned_data["last_day"] - self._today).days
