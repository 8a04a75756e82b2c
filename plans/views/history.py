"""Every act on the plan, by whom and why, and taking one back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from athletes.access import granted
from athletes.models import Athlete, User
from athletes.pages import athlete_page
from config.core.errors import DataValidationError
from config.core.ways import back_of
from plans.models import PlanChange
from plans.selectors.authors import name_of
from plans.selectors.history import change_or_404, changes
from plans.selectors.reasons import CLASSES, reason_of_change, side_of
from plans.services.history import undo_change
from plans.views.difference import difference

PAGE_SIZE = 25
FORMLINE = "Formline"
Act = PlanChange.Act
WHOLE = (Act.ADOPT, Act.END)
MOST_LINES, FIRST_LINES = 6, 4
"""More lines than that are folded behind the first ones."""

UNDOING: Mapping[str, str] = {
    Act.ADOPT: "adopting the plan",
    Act.END: "ending the plan",
    Act.ADD: "adding",
    Act.EDIT: "editing",
    Act.MOVE: "moving",
    Act.SWAP: "swapping",
    Act.COPY: "copying",
    Act.SKIP: "skipping",
    Act.UNSKIP: "taking up again",
    Act.REMOVE: "removing",
    Act.LOCK: "locking",
    Act.UNLOCK: "unlocking",
    Act.ADAPT: "the adaptation",
    Act.UNDO: "the undoing",
}
"""What was undone."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One act. `is_undone` when it was taken back; `lines` tell the difference."""

    change: PlanChange
    words: str
    reason: str
    at: datetime
    lines: list[str]
    is_undone: bool

    @property
    def first(self) -> list[str]:
        """What is told at once: all of a few lines."""
        return self.lines if len(self.lines) <= MOST_LINES else self.lines[:FIRST_LINES]

    @property
    def rest(self) -> list[str]:
        return self.lines[len(self.first) :]


@athlete_page(data="plan")
@require_safe
def index(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    page = Paginator(changes(athlete), PAGE_SIZE).get_page(request.GET.get("page"))
    today, classes = athlete.today(), granted(request.user, athlete, CLASSES)
    context = {
        "athlete": athlete,
        "page": page,
        "rows": [_row(each, request.user, today, classes) for each in page],
        "may_write": bool(granted(request.user, athlete, ["plan"], action="write")),
    }
    return render(request, "plans/history.html", context)


@athlete_page(data="plan", action="write")
@require_POST
def undo(request: HttpRequest, athlete: Athlete, uid: UUID) -> HttpResponse:
    """Goes `back` to where it was asked, and says there what happened."""
    change = change_or_404(athlete, uid)
    try:
        undo_change(change=change, user=cast(User, request.user))
    except DataValidationError as error:
        messages.error(request, f"This cannot be undone. {_reason(error)}")
    else:
        messages.success(request, "It is as it was before.")
    return redirect(_back(request))


def _row(change: PlanChange, user: Any, today: date, classes: frozenset[str]) -> ChangeRow:
    author = change.author
    who = FORMLINE if author is None else "You" if author.pk == user.pk else name_of(author, change.athlete)
    did = UNDOING.get(change.undoes.act, "") if change.undoes else ""
    words = capfirst(f"{who} {change.get_act_display()} {did}".strip())
    if change.act in WHOLE:
        words = f"{words}: {change.plan.name}" if change.plan else words
        lines = [f"{len(change.entries)} sessions were taken out of the calendar"] if change.entries else []
    else:
        sides = ([side_of(each[name], classes) for name in ("before", "after")] for each in change.entries)
        told = (difference(before, after, today) for before, after in sides)
        lines = [line for line in told if line]
    is_undone = getattr(change, "undone_by", None) is not None
    return ChangeRow(change, words, reason_of_change(change, classes), change.created_at, lines, is_undone)


def _reason(error: DataValidationError) -> str:
    return next((words for each in error.fields.values() for words in each), error.message)


def _back(request: HttpRequest) -> str:
    return back_of(request) or reverse("plans:history", args=[request.athlete_ref])  # type: ignore[attr-defined]
