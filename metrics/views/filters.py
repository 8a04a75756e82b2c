"""The filter of the activity list as things to look at: what is active, and how to take it off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from config.core.dates import full_day
from metrics.forms import ActivityFilterForm
from metrics.models.activity import SPORTS


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force, and the query string that takes it off."""

    label: str
    off_url: str


def active_filters(form: ActivityFilterForm, query: QueryDict) -> list[ActiveFilter]:
    """What narrows the list; a field with an error narrows nothing."""
    labels: dict[str, Callable[[Any], str]] = {
        "sport": lambda value: str(dict(SPORTS)[value]),
        "search": lambda value: f"“{value}”",
        "since": lambda value: f"From {full_day(value)}",
        "until": lambda value: f"To {full_day(value)}",
    }
    wanted = form.wanted
    return [
        ActiveFilter(label(wanted[name]), _without(query, name))
        for name, label in labels.items()
        if wanted.get(name)
    ]


def _without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    for each in (name, "page"):
        rest.pop(each, None)
    return f"?{rest.urlencode()}"
