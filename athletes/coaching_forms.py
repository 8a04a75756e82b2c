"""What somebody may see and change, as a table of classes and answers."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from athletes.models import DATA_CLASSES, Athlete, CoachLink

ACTIONS = [("none", "No"), ("read", "See"), ("write", "Change")]
LABELS = {
    "profile": ("Profile", "Name, zone, thresholds"),
    "load": ("Training load", "Fitness, fatigue, form, signals"),
    "activities": ("Activities", "Recordings, their numbers, the thresholds they were measured with"),
    "places": ("Places", "Maps and routes"),
    "heart": ("Heart", "Resting heart rate, variability"),
    "sleep": ("Sleep", "Nights and their score"),
    "body": ("Body", "Weight, stress, respiration"),
    "cycle": ("Cycle log", "Bleeding, phases"),
    "notes": ("Notes", "Diary, illness, feelings"),
    "plan": ("Plan", "Sessions, proposals, races"),
    "analysis": ("Analyses", "Explanations and advice"),
    "chat": ("Conversations", "What you asked, what was answered"),
    "connections": ("Connections", "Which services are connected"),
}
PRESETS = {
    "training": (
        "Training",
        {**dict.fromkeys(("profile", "load", "activities", "analysis"), "read"), "plan": "write"},
    ),
    "health": (
        "Training and health",
        {
            **dict.fromkeys(("profile", "load", "activities", "heart", "sleep", "body", "analysis"), "read"),
            **dict.fromkeys(("plan", "notes"), "write"),
        },
    ),
    "watch": ("Look on", dict.fromkeys(("load", "activities", "plan"), "read")),
}


class ScopesForm(forms.Form):
    """One answer per class, and the last day; the end of it is midnight where the athlete lives."""

    last_day = forms.DateField(
        required=False,
        label="Until and with",
        help_text="Empty: until you end it.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, athlete: Athlete, scopes: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.athlete = athlete
        for data in DATA_CLASSES:
            self.fields[data] = forms.ChoiceField(
                choices=ACTIONS, label=LABELS[data][0], required=False, initial=scopes.get(data, "none")
            )

    def rows(self) -> list[tuple[Any, str]]:
        return [(self[data], LABELS[data][1]) for data in DATA_CLASSES]

    @property
    def scopes(self) -> dict[str, str]:
        return {data: self.cleaned_data[data] for data in DATA_CLASSES}

    @property
    def valid_until(self) -> datetime | None:
        day = self.cleaned_data["last_day"]
        return datetime.combine(day, time.max, self.athlete.zone) if day else None

    def clean_last_day(self) -> Any:
        day = self.cleaned_data["last_day"]
        if day and day < timezone.localdate(timezone=self.athlete.zone):
            raise forms.ValidationError("This day is over.")
        return day


class InviteForm(ScopesForm):
    email = forms.EmailField(label="E-mail address")
    role = forms.ChoiceField(
        choices=CoachLink.Role, label="As", help_text="A follower only ever sees, and never changes."
    )


class AskForm(forms.Form):
    email = forms.EmailField(label="The athlete’s e-mail address")
    role = forms.ChoiceField(choices=CoachLink.Role, label="As")
