"""The athlete's own word on Today: this morning's check-in until it is answered, and markers that last."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from athletes.models import Athlete
from metrics.forms.check_in import CheckInForm
from metrics.views.marker_words import now_words, over_words


def own_word(athlete: Athlete, said: Mapping[str, Any], *, may_read: bool, may_write: bool) -> dict[str, Any]:
    """Context of metrics/_own_word.html; `said` is `own_word` of the dashboard."""
    if not may_read:
        return {"own_word": None}
    today = athlete.today()
    return {
        "own_word": {
            "asks": may_write and not said["answered"],
            "form": CheckInForm(),
            "day": today,
            "may_write": may_write,
            "markers": [
                {
                    "uid": marker["uid"],
                    "words": now_words(marker["kind"], date.fromisoformat(marker["start"]), today),
                    "over": over_words(marker["kind"]),
                }
                for marker in said["markers"]
            ],
        }
    }
