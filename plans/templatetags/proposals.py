"""`{% load proposals %}{% proposal_notice %}`: says that a change of the plan waits for an answer."""

from __future__ import annotations

from typing import Any

from django import template

from athletes.access import granted
from plans.selectors.proposals import waiting_proposal
from plans.selectors.reasons import CLASSES

register = template.Library()


@register.inclusion_tag("plans/_proposal_notice.html", takes_context=True)
def proposal_notice(context: template.Context) -> dict[str, Any]:
    """For pages that may show the plan."""
    request = context["request"]
    classes = granted(request.user, request.athlete, CLASSES, shown=False)
    return {"request": request, "proposal": waiting_proposal(request.athlete, classes)}
