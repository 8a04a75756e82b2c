"""The morning in four questions."""

from __future__ import annotations

from typing import Any

from django import forms

from metrics.forms.scales import ScaleField
from metrics.models import CheckIn
from metrics.selectors.own_word import ANSWERS


class CheckInForm(forms.Form):
    """Every answer may be left out, but not all of them and the note."""

    feel = ScaleField(low="awful", high="great", label="How do you feel?")
    soreness = ScaleField(low="very sore", high="not at all", label="Are you sore?")
    sleep_quality = ScaleField(low="very badly", high="very well", label="How did you sleep?")
    stress = ScaleField(low="very stressed", high="calm", label="How stressed are you?")
    note = forms.CharField(
        required=False,
        max_length=500,
        label="Note",
        widget=forms.TextInput(attrs={"placeholder": "Anything worth knowing", "autocomplete": "off"}),
    )

    @classmethod
    def of(cls, check_in: CheckIn | None) -> CheckInForm:
        """A form filled with what was said, blank without anything."""
        return cls(initial={name: getattr(check_in, name, None) for name in cls.base_fields})

    @property
    def scales(self) -> list[forms.BoundField]:
        return [self[name] for name in ANSWERS]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError("Give at least one answer.")
        return cleaned
