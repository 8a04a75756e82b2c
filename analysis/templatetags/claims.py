"""`{% load claims %}`: sentences of an analysis with each number as a link to the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from analysis.grounding.references import PLACEHOLDER
from analysis.models import Turn
from analysis.words import CHANNELS, SEVERITIES
from config.core import formatting

register = template.Library()

MENTIONED = Decimal("0.1")


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
    """What an answer has cost, in cents of a US dollar."""
    cents = 100 * sum(usage.cost_usd for usage in turn.usages.all())
    return (
        f"{formatting.number(float(cents), 1)} US cents"
        if cents >= MENTIONED
        else "under a tenth of a US cent"
    )


@register.filter
def severity(name: str) -> str:
    return SEVERITIES[name]


@register.filter
def channel(name: str) -> str:
    return CHANNELS[name]
