"""What the person at a page can do with one session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.forms import Form

from plans.forms.sessions import CopyForm, MoveForm, SkipForm, SwapForm
from plans.models import PlannedSession
from plans.views.calendar_cards import Viewer

State = PlannedSession.State


@dataclass(frozen=True, slots=True)
class Act:
    """A button, or with a `form` one that folds out; `value` is sent as `to`."""

    name: str
    label: str
    url: str
    button: str = ""
    form: Form | None = None
    is_open: bool = False
    value: str = ""


def acts(
    session: PlannedSession,
    viewer: Viewer,
    others: Sequence[PlannedSession],
    *,
    refused: tuple[str, Form] | None = None,
) -> list[Act]:
    """In the order of use. `refused` is the name and the form of what was asked for and could not be done.

    The past is frozen: of a day that is over a session can be skipped, taken up again and copied.
    """
    found = list(_acts(session, viewer, others))
    if refused is None:
        return found
    name, form = refused
    return [
        Act(each.name, each.label, each.url, each.button, form, is_open=True) if each.name == name else each
        for each in found
    ]


def _acts(session: PlannedSession, viewer: Viewer, others: Sequence[PlannedSession]) -> Iterator[Act]:
    is_ahead = session.day >= viewer.today
    url = {
        name: viewer.url(f"plans:session-{name}", uid=session.uid)
        for name in ("move", "copy", "swap", "skip", "unskip", "lock", "remove")
    }
    if is_ahead and session.state == State.PLANNED:
        yield Act("move", "Move", url["move"], "Move it", MoveForm(initial={"day": session.day}))
        if others:
            form = SwapForm(sessions=others, today=viewer.today)
            yield Act("swap", "Swap", url["swap"], "Swap the two", form)
    yield Act("copy", "Copy", url["copy"], "Copy it", CopyForm(initial={"day": viewer.today}))
    if session.state in (State.PLANNED, State.MISSED):
        yield Act("skip", "Skip", url["skip"], "Skip it", SkipForm())
    if session.state == State.SKIPPED:
        yield Act("unskip", "Take it up again", url["unskip"])
    if is_ahead:
        label = "Unlock: adaptation may change it" if session.locked else "Lock: adaptation leaves it alone"
        yield Act("lock", label, url["lock"], value="" if session.locked else "locked")
        if session.activity_id is None:
            yield Act("remove", "Remove", url["remove"])
