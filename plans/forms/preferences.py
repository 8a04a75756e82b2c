"""What somebody can and wants to do: the week, its limits, and the days off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from plans.forms.errors import add_refusal
from plans.models import Blackout, TrainingPreferences, Weekday
from plans.models.preferences import DAY_MINUTES_MAX, DAY_SESSIONS_MAX, RAMP_MAX
from plans.selectors.preferences import Room

STEP_MIN = 5
COUNTS = [(count, str(count)) for count in range(1, DAY_SESSIONS_MAX + 1)]
FIELD_OF_DAYS_OFF = {"end": "last_day"}


class TrainingForm(forms.ModelForm):
    """The week and what the planner must know beside it. `values` and `rooms` are what the service takes."""

    class Meta:
        model = TrainingPreferences
        fields: ClassVar = ["experience", "long_day", "weekly_cap_min", "ramp_max", "strength"]
        labels: ClassVar = {
            "long_day": "Day of the long session",
            "weekly_cap_min": "Most minutes a week",
            "ramp_max": "Most fitness to gain a week",
            "strength": "I can lift weights or do strength exercises",
        }
        help_texts: ClassVar = {
            "weekly_cap_min": "Leave it empty, and only the days above count.",
            "ramp_max": f"Points of fitness, 1 to {RAMP_MAX:g}: 3 is careful, 5 usual, {RAMP_MAX:g} the most "
            "that is ever planned.",
        }
        widgets: ClassVar[dict[str, Any]] = {
            "ramp_max": forms.NumberInput(attrs={"step": "0.5", "min": "1", "max": f"{RAMP_MAX:g}"}),
            "weekly_cap_min": forms.NumberInput(attrs={"step": str(STEP_MIN), "min": "30"}),
        }

    def __init__(self, *args: Any, rooms: Iterable[Room], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["long_day"].choices = [("", "No day of its own"), *Weekday.choices]  # type: ignore[attr-defined]
        for room in rooms:
            self._add_day(room)

    def _add_day(self, room: Room) -> None:
        name = Weekday(room.weekday).label
        minutes = forms.NumberInput(attrs={"step": STEP_MIN, "inputmode": "numeric"})
        self.fields[f"minutes_{room.weekday}"] = forms.IntegerField(
            label=f"Minutes on {name}",
            min_value=0,
            max_value=DAY_MINUTES_MAX,
            initial=room.minutes,
            required=False,
            widget=minutes,
        )
        self.fields[f"sessions_{room.weekday}"] = forms.TypedChoiceField(
            label=f"Sessions on {name}",
            choices=COUNTS,
            coerce=int,
            initial=room.sessions or 1,
            required=False,
            empty_value="1",
        )

    @property
    def days(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Each weekday with its two fields."""
        for weekday in Weekday:
            yield weekday.label, self[f"minutes_{weekday.value}"], self[f"sessions_{weekday.value}"]

    @property
    def rooms(self) -> tuple[Room, ...]:
        cleaned = self.cleaned_data
        return tuple(
            Room(day.value, cleaned[f"minutes_{day.value}"] or 0, int(cleaned[f"sessions_{day.value}"]))
            for day in Weekday
        )

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class PreferencesForm(TrainingForm):
    """The same with what may be changed without asking."""

    class Meta(TrainingForm.Meta):
        fields: ClassVar = [
            *TrainingForm.Meta.fields,
            "adapting",
            "automatic_sessions_max",
            "automatic_load_pct_max",
        ]
        labels: ClassVar = {
            **TrainingForm.Meta.labels,
            "adapting": "When something speaks for another plan",
            "automatic_sessions_max": "Most sessions that one change may touch",
            "automatic_load_pct_max": "Most that it may move a week's load",
        }
        help_texts: ClassVar = {
            **TrainingForm.Meta.help_texts,
            "automatic_sessions_max": "Whatever goes beyond waits for your answer.",
            "automatic_load_pct_max": "Up or down.",
        }
        widgets: ClassVar = {**TrainingForm.Meta.widgets, "adapting": forms.RadioSelect}


class DaysOffForm(forms.Form):
    """Days without training; `values` are half-open."""

    start = forms.DateField(
        label="First day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label="Last day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.ChoiceField(choices=Blackout.Reason.choices)
    note = forms.CharField(
        required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

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
        cleaned = self.cleaned_data
        end = cleaned["last_day"] + timedelta(days=1)
        return {"start": cleaned["start"], "end": end, "reason": cleaned["reason"], "note": cleaned["note"]}

    def add_refusal(self, error: Any) -> None:
        add_refusal(self, error, FIELD_OF_DAYS_OFF)
