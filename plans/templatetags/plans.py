"""`{% load plans %}{% plan_tabs %}`: the pages about what to do, above each of them."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

register = template.Library()

PAGES = (
    ("Calendar", "plans:calendar"),
    ("Plan", "plans:plan"),
    ("Proposals", "plans:plan-proposals"),
    ("Library", "plans:library"),
    ("History", "plans:history"),
    ("Feed and Garmin", "plans:feed"),
)


@register.inclusion_tag("plans/_plan_tabs.html", takes_context=True)
def plan_tabs(context: template.Context) -> dict[str, Any]:
    """All of them show the plan, so that who may open one may open each."""
    request = context["request"]
    tabs = [(label, reverse(name, kwargs={"athlete": request.athlete_ref})) for label, name in PAGES]
    return {"tabs": tabs, "here": request.path}
