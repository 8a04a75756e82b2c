"""What people type into this app's pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property

from analysis.models import AIPreferences
from analysis.words import KINDS
from metrics.models import Signal


class SignalFilterForm(forms.Form):
    """The filter of earlier signals, bound to the query string so that a view can be bookmarked."""

    kind = forms.ChoiceField(required=False, label="What", choices=[("", "Everything"), *KINDS.items()])
    severity = forms.ChoiceField(
        required=False, label="How grave", choices=[("", "All"), *reversed(Signal.Severity.choices)]
    )
    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs={"type": "date"}))

    @cached_property
    def wanted(self) -> dict[str, Any]:
        """The cleaned values that are set; fields with errors are missing."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class AnswerForm(forms.ModelForm):
    """What the athlete says to a signal; nothing is fine too."""

    class Meta:
        model = Signal
        fields = ["answer"]
        labels = {"answer": "Your answer"}
        widgets = {"answer": forms.TextInput(attrs={"placeholder": "for example: on holiday"})}


class QuestionForm(forms.Form):
    """A question about one's own data."""

    question = forms.CharField(
        max_length=1_000, label="Your question", widget=forms.Textarea(attrs={"rows": 2, "maxlength": 1_000})
    )


WEEKDAYS = list(enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")))
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class AIPreferencesForm(forms.ModelForm):
    """How Claude writes, what it may be told, when it writes by itself, and what that may cost."""

    PARTS: ClassVar = [
        ("How it writes", ["tone"]),
        ("What it may be told besides", ["sends_notes", "sends_profile", "sends_cycle"]),
        (
            "When it writes by itself",
            ["writes_weekly", "weekly_weekday", "weekly_hour", "writes_daily", "writes_activities"],
        ),
        ("What it may cost", ["answers_per_day", "monthly_usd"]),
    ]
    weekly_weekday = forms.TypedChoiceField(coerce=int, choices=WEEKDAYS, label="Day of the weekly review")
    weekly_hour = forms.TypedChoiceField(
        coerce=int, choices=HOURS, label="Time of the weekly review", help_text="In your own time zone."
    )

    class Meta:
        model = AIPreferences
        fields = [
            "tone",
            "sends_notes",
            "sends_cycle",
            "sends_profile",
            "writes_daily",
            "writes_weekly",
            "writes_activities",
            "weekly_weekday",
            "weekly_hour",
            "answers_per_day",
            "monthly_usd",
        ]
        labels = {
            "tone": "Tone",
            "sends_notes": "Send my notes",
            "sends_cycle": "Send my cycle log",
            "sends_profile": "Send my age band and sex",
            "writes_daily": "A brief every day with new data",
            "writes_weekly": "A review every week",
            "writes_activities": "A comment after each activity",
            "answers_per_day": "Most answers a day",
            "monthly_usd": "Most US dollars a month",
        }
        help_texts = {
            "sends_notes": "Of activities, check-ins and markers, quoted word for word.",
            "writes_weekly": "Only after days with something new. It is part of the caps below.",
            "monthly_usd": "When it is used up, the rules go on alone until the next month.",
        }
