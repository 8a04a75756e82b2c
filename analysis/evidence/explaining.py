"""What already accounts for a signal: a marker, a race, or an answer of the athlete. Then nobody asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from analysis.evidence.inputs import Inputs
from metrics.selectors.signals import SignalRow

OF_BODY = frozenset({"illness_onset", "overreaching", "under_recovery", "sleep_debt"})
OF_PAUSE = frozenset({"detraining", "form_high", "data_gap"})
EXPLAINS = {
    "illness": OF_BODY | OF_PAUSE | {"form_low"},
    "injury": OF_PAUSE | {"under_recovery", "sleep_debt"},
    "travel": OF_BODY | OF_PAUSE,
    "altitude": OF_BODY,
    "race": frozenset({"load_spike", "form_low", "form_high", "overreaching", "under_recovery"}),
}
"""Which signals each may be behind; "other" may be behind any."""

ANSWERED, RACE = "answered", "race"
AFTER_DAYS = 7
"""For so long after its last day it still may be."""

TAPER_DAYS = 14
ASKED_DAYS = 30
"""An answer about something that is no signal, such as nights without the watch, holds for a month."""


def explained_by(row: SignalRow, inputs: Inputs) -> str:
    """ "answered", the kind of a marker, "race", or "" while nothing accounts for it."""
    return next(_explanations(row, inputs), "")


def asked(inputs: Inputs) -> tuple[str, ...]:
    """The values about which a question was answered or set aside lately, sorted."""
    since = inputs.today - timedelta(days=ASKED_DAYS)
    recent = {row.about.partition("@")[0] for row in inputs.context.answers if row.day >= since}
    return tuple(sorted(about for about in recent if not _is_uid(about)))


def _explanations(row: SignalRow, inputs: Inputs) -> Iterator[str]:
    end = row.end or inputs.end
    for answer in inputs.context.answers:
        is_of_it = answer.about == str(row.uid)
        if is_of_it or (answer.kind == row.kind and _meet(row.start, end, answer.start, answer.end, 0)):
            yield ANSWERED
    for marker in inputs.context.markers:
        may = marker.kind not in EXPLAINS or row.kind in EXPLAINS[marker.kind]
        if may and _meet(row.start, end, marker.start, marker.end, AFTER_DAYS):
            yield marker.kind
    if row.kind in EXPLAINS[RACE]:
        before = timedelta(days=TAPER_DAYS if row.kind == "form_high" else 0)
        for race in inputs.context.races:
            if _meet(row.start, end, race.day - before, race.day + timedelta(days=1), AFTER_DAYS):
                yield RACE


def _meet(start: date, end: date, first: date | None, over: date | None, after: int) -> bool:
    """Whether a day of [start, end) lies in [first, over) or a few days after it."""
    if first is None:
        return False
    return first < end and (over is None or start < over + timedelta(days=after))


def _is_uid(about: str) -> bool:
    return len(about) == 36 and about.count("-") == 4
