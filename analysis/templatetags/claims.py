"""`{% load claims %}`: sentences of an analysis with each number as a link to the rows behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from analysis.grounding.references import PLACEHOLDER
from analysis.models import AIUsage, Turn
from analysis.words import CHANNELS, PRIORITIES, SEVERITIES, WORKOUTS
from athletes.access import granted
from config.core import formatting

register = template.Library()

MENTIONED = Decimal("0.1")
OPEN = (AIUsage.State.RESERVED, AIUsage.State.UNKNOWN)


@register.simple_tag(takes_context=True)
def readable_of(context: Mapping[str, Any], *names: str) -> Collection[str]:
    """Which of these data classes of the page's athlete the viewer may read."""
    request = context["request"]
    return granted(request.user, request.athlete, names)


@register.simple_tag
def asked_about(about: str, findings: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The sentence that tells what happened, of the finding on the signal that a question is about."""
    found = (each["claims"][0] for each in findings if about in each["signal_uids"])
    return next(found, None)


@register.filter
def linked(claim: Mapping[str, Any]) -> SafeString:
    """The claim's sentence; everything in it is escaped."""
    slots = {slot["slot"]: slot for slot in claim["slots"]}
    words = PLACEHOLDER.split(claim["template"])
    parts = (
        format_html('<a class="num" href="{}">{}</a>', slots[word]["url"], slots[word]["shown"])
        if index % 2
        else format_html("{}", word)
        for index, word in enumerate(words)
    )
    return mark_safe("".join(parts))  # noqa: S308 — every part comes from format_html


@register.filter
def cost(turn: Turn) -> str:
    """What an answer has cost, in cents of a US dollar: the most, until it is booked; "" for nothing."""
    usages = list(turn.usages.all())
    cents = 100 * sum(usage.cost_usd for usage in usages)
    if not cents:
        return ""
    if cents < MENTIONED:
        return "under a tenth of a US cent"
    most = "at most " if any(usage.state in OPEN for usage in usages) else ""
    return f"{most}{formatting.number(float(cents), 1)} US cents"


@register.filter
def as_date(day: str) -> date:
    """A day of a stored answer."""
    return date.fromisoformat(day)


@register.filter
def priority(name: str) -> str:
    return PRIORITIES[name]


@register.filter
def workout_of(sport: str) -> str:
    return WORKOUTS[sport]


@register.filter
def severity(name: str) -> str:
    return SEVERITIES[name]


@register.filter
def channel(name: str) -> str:
    return CHANNELS[name]
