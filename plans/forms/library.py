"""A workout of one's own, and the day it is put on."""

from __future__ import annotations

from typing import Any, get_args

from django import forms

from plans.engine.catalogue.entry import SessionKind
from plans.forms.sessions import SessionForm, day_field
from plans.services.sessions.writing import OTHER
from plans.titles import ADJECTIVES, WITHOUT_NOUN

KINDS = [(OTHER, "Something else")] + [
    (kind, ADJECTIVES.get(kind) or WITHOUT_NOUN[kind])
    for kind in get_args(SessionKind.__value__)
    if kind != "race"
]
FIELD_OF = {"name": "title", "steps": "text"}
"""Where the form asks for what the service calls otherwise."""


class TemplateForm(SessionForm):
    """A workout without a day; `values` are what the service takes."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, is_new=False, **options)
        self.fields["title"].label = "Name"
        self.fields["kind"] = forms.ChoiceField(choices=KINDS, label="What it is for", initial=OTHER)

    @property
    def values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "name": cleaned["title"],
            **{name: cleaned[name] for name in ("sport", "kind", "text", "note")},
        }


class PutForm(forms.Form):
    day = day_field("Put it on")
