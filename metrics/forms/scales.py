"""Five steps with words at both ends, as a group of radio buttons."""

from __future__ import annotations

from typing import Any

from django import forms

STEPS = range(1, 6)


class ScaleField(forms.TypedChoiceField):
    """1 (`low`) to 5 (`high`); no answer cleans to None. Drawn by components/scale.html."""

    def __init__(self, *, low: str, high: str, **options: Any) -> None:
        super().__init__(
            choices=[(step, str(step)) for step in STEPS],
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            **options,
        )
        self.low, self.high = low, high


def feel_field(label: str = "How did you feel?") -> ScaleField:
    return ScaleField(low="bad", high="great", label=label)
