"""A day of the cycle log."""

from __future__ import annotations

from django import forms

from metrics.models import CycleDay


class CycleDayForm(forms.Form):
    bleeding = forms.ChoiceField(
        choices=CycleDay.Bleeding.choices, label="Bleeding", widget=forms.RadioSelect
    )
    note = forms.CharField(
        required=False, max_length=300, label="Note", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    @classmethod
    def of(cls, cycle_day: CycleDay | None) -> CycleDayForm:
        return cls(
            initial={
                "bleeding": getattr(cycle_day, "bleeding", CycleDay.Bleeding.NONE),
                "note": getattr(cycle_day, "note", ""),
            }
        )
