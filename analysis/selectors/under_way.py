"""Whether what somebody asked Claude for is there."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from analysis.models import Analysis
from athletes.models import Athlete


def asked_since(athlete: Athlete, since: datetime) -> Analysis | None:
    """What came of asking at `since`: Claude's words, the rules' instead, or a draft that waits."""
    rows = Analysis.objects.for_athlete(athlete).filter(purpose=Analysis.Purpose.ASKED)
    waits = Q(status=Analysis.Status.DRAFT, review=Analysis.Review.WAITING)
    found: Analysis | None = rows.filter(waits | Q(checked_at__gte=since)).order_by("-checked_at").first()
    return found
