"""Browsers as people call them."""

from __future__ import annotations

from django import template

from athletes.services.devices import describe

register = template.Library()


@register.filter
def device(user_agent: str) -> str:
    return describe(user_agent)
