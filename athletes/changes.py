"""What of this app is in the change feed."""

from __future__ import annotations

from athletes.feed import DATA, ChangeType
from athletes.models import Athlete, Threshold

PROFILE = frozenset({"profile"})
TYPES = (
    ChangeType("athlete", Athlete, PROFILE, DATA, "athlete", by_uid=False),
    ChangeType("threshold", Threshold, PROFILE, DATA, "threshold"),
)
