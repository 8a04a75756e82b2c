"""Who would answer a question at this moment."""

from __future__ import annotations

from django.conf import settings

from analysis.errors import AIAnalysisError
from analysis.selectors.preferences import has_consented
from analysis.selectors.spend import own_cap_reached
from analysis.services.asking import check_may_ask
from athletes.models import Athlete


def who_answers(athlete: Athlete) -> dict[str, object]:
    """`why_rules` in words, "" where `model` answers; `is_capped`: by a cap of the athlete's own."""
    capped = ""
    try:
        check_may_ask(athlete)
        capped = why_rules = own_cap_reached(athlete)
    except AIAnalysisError as error:
        why_rules = error.message
    return {
        "why_rules": why_rules,
        "is_capped": bool(capped),
        "has_consented": has_consented(athlete),
        "model": settings.ANALYSIS_MODEL,
    }
