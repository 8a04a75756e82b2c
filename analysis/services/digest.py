"""The weekly letter: written once a week at the hour that the athlete chose."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from analysis.selectors.digest import KIND, WEEK, digest_of, digests_due
from notifications.services import notify


def send_digests() -> int:
    """Tell everybody of their week whose hour it is; returns how many. Safe to repeat."""
    due = digests_due(timezone.now())
    for athlete, day in due:
        calendar = reverse("plans:calendar", kwargs={"athlete": "me"})
        notify(
            user=athlete.user,
            kind=KIND,
            key=day.isoformat(),
            context=dict(digest_of(athlete, day)),
            url=f"{calendar}?view=week&date={(day - WEEK).isoformat()}",
            athlete=athlete,
        )
    return len(due)
