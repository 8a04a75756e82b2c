"""Telling the athlete that an explanation is there, and a coach that one waits for them."""

from __future__ import annotations

from django.urls import reverse

from analysis.evidence import Pack
from analysis.models import Analysis
from analysis.selectors.reviews import readers_first
from notifications.services import notify

KIND, DRAFT_KIND = "analysis_ready", "draft_waiting"
NAMELESS = "An athlete"


def tell_ready(analysis: Analysis) -> None:
    """One message per analysis that the athlete may read; of a draft its coaches are told first."""
    if analysis.status == Analysis.Status.DRAFT:
        _tell_coaches(analysis)
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


def _tell_coaches(analysis: Analysis) -> None:
    athlete = analysis.athlete
    for coach in readers_first(athlete, Pack.from_json(analysis.pack)):
        notify(
            user=coach,
            kind=DRAFT_KIND,
            key=str(analysis.uid),
            context={"athlete": athlete.name or NAMELESS, "about": analysis.get_purpose_display()},
            url=reverse("analysis:draft", kwargs={"athlete": str(athlete.uid), "uid": analysis.uid}),
            athlete=athlete,
        )
