"""Telling the athlete that an explanation is there."""

from __future__ import annotations

from django.urls import reverse

from analysis.models import Analysis
from notifications.services import notify

KIND = "analysis_ready"


def tell_ready(analysis: Analysis) -> None:
    """One message per analysis that the athlete may read; a draft waits for the coach first."""
    if analysis.status == Analysis.Status.DRAFT:
        return
    athlete = analysis.athlete
    notify(
        user=athlete.user,
        kind=KIND,
        key=str(analysis.uid),
        context={
            "about": analysis.get_purpose_display(),
            "headline": analysis.body["headline"]["text"],
            "engine": analysis.engine,
        },
        url=reverse("analysis:analysis", kwargs={"athlete": str(athlete.uid), "uid": analysis.uid}),
        athlete=athlete,
    )
