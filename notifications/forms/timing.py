"""When somebody wants to hear."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from notifications.models import Timing

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
FIELDS = ["quiet_from", "quiet_until", "digest_at", "digest_weekday", "reminder", "paused_until"]


class TimingForm(forms.ModelForm):
    """Local times of day and the pause. What is wrong beyond single fields is said by the service."""

    digest_weekday = forms.TypedChoiceField(
        label="Week in numbers on", choices=list(enumerate(WEEKDAYS)), coerce=int
    )

    class Meta:
        model = Timing
        fields: ClassVar = FIELDS
        labels: ClassVar = {
            "quiet_from": "Quiet from",
            "quiet_until": "Quiet until",
            "digest_at": "Daily letter at",
            "reminder": "Remind me of a session",
            "paused_until": "Send nothing before",
        }
        widgets: ClassVar[dict[str, Any]] = {
            **{
                name: forms.TimeInput(format="%H:%M", attrs={"type": "time"})
                for name in ("quiet_from", "quiet_until", "digest_at")
            },
            "paused_until": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def _post_clean(self) -> None:
        """The row is made and checked by the service, with everything else that depends on it."""
