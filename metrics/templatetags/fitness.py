"""`{% load fitness %}{% fitness_tabs %}`: the pages about fitness, above each of them."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from athletes.access import granted

register = template.Library()

PAGES = (
    ("load", "Load", "metrics:fitness"),
    ("activities", "Curves", "metrics:curves"),
    ("plan", "Races", "metrics:races"),
    ("profile", "Proposals", "metrics:proposals"),
    ("load", "Signals", "analysis:signals"),
)
"""The data class that opens each page, its name, and its address."""


@register.inclusion_tag("metrics/_fitness_tabs.html", takes_context=True)
def fitness_tabs(context: template.Context) -> dict[str, Any]:
    """Only what this person may open: one query for a coach, none for the athlete."""
    request = context["request"]
    classes = granted(request.user, request.athlete, {data for data, _, _ in PAGES}, shown=False)
    tabs = [
        (label, reverse(name, kwargs={"athlete": request.athlete_ref}))
        for data, label, name in PAGES
        if data in classes
    ]
    return {"tabs": tabs, "here": request.path}
