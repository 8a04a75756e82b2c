"""`{% load freshness %}{% data_age %}`: how old the data of connections are, when they should be newer."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone

from athletes.models import Athlete
from metrics.selectors.freshness import Freshness, freshness
from metrics.views.freshness_words import age

register = template.Library()


@register.inclusion_tag("metrics/_data_age.html", takes_context=True)
def data_age(context: template.Context, *, as_part: bool = False) -> dict[str, Any]:
    """Nothing on pages that show no athlete, and no query for one without a connection.

    Why it is so is told to the athlete alone. `as_part`: it replaces one on a page, also by nothing.
    """
    request = context.get("request")
    athlete = getattr(request, "athlete", None)
    if request is None or athlete is None:
        return {"age": None, "as_part": as_part}
    found = age(freshness_of(request, athlete), timezone.now(), athlete.zone)
    own = bool(athlete.user_id == request.user.pk)
    return {"age": found, "own": own, "athlete_ref": request.athlete_ref, "as_part": as_part}


def freshness_of(request: HttpRequest, athlete: Athlete) -> Freshness | None:
    """Asked once a request, which shows one athlete."""
    if not hasattr(request, "freshness"):
        request.freshness = freshness(athlete)  # type: ignore[attr-defined]
    found: Freshness | None = request.freshness  # type: ignore[attr-defined]
    return found
