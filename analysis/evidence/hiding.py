"""What is left of a pack for somebody who may not see every data class it was made from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from analysis.evidence.explaining import ANSWERED, RACE
from analysis.evidence.pack import Pack
from analysis.evidence.shapes import ActivityFact, MarkerFact, Profile, SignalFact, Table
from metrics.selectors.channels import DATA_CLASS_OF_VALUE
from metrics.selectors.signal_needs import classes_of

DATA_CLASSES = {"hrv": "heart", "resting_hr": "heart", "sleep": "sleep"}
"""What channels need beyond the leave to read analyses."""

GUARDED = frozenset({"heart", "sleep", "body", "notes", "plan", "cycle", "profile"})
"""What parts of a pack may need; the leave to read analyses covers loads and activities."""

OWN, ROOM, THRESHOLD = "own_", "room.", "threshold."
OF_PLAN, OF_MARKER = re.compile(r"[PE]\d+\."), re.compile(r"H\d+\.")
CALENDAR = "/calendar/"


def without(pack: Pack, hidden: Collection[str]) -> Pack:
    """The pack itself when none of the `hidden` data classes is in it."""
    gone = frozenset(_hidden_refs(pack, hidden))
    values = tuple(
        each
        for each in pack.values
        if each.id not in gone and needs_of(each.id, each.metric).isdisjoint(hidden)
    )
    left = {value.id for value in values}
    is_plan, is_notes = "plan" in hidden, "notes" in hidden
    return replace(
        pack,
        values=values,
        signals=tuple(_unexplained(each, hidden) for each in pack.signals if left.issuperset(each.refs)),
        channels=tuple(each for each in pack.channels if DATA_CLASSES.get(each.channel) not in hidden),
        activities=tuple(_with_refs(each, left) for each in pack.activities),
        tables=tuple(table for each in pack.tables for table in _columns_left(each, hidden)),
        planned=() if is_plan else pack.planned,
        events=() if is_plan else pack.events,
        health=tuple(each for each in pack.health if _class_of(each) not in hidden),
        profile=_profile(pack.profile, hidden),
        memory=() if is_notes else pack.memory,
        notes=() if is_notes else pack.notes,
    )


def is_said_alike(body: Mapping[str, Any], pack: Pack, rest: Pack) -> bool:
    """Whether the words of `body` can stand beside the `rest`: nothing but thresholds is gone,
    and no sentence names one.
    """
    gone = pack.by_id.keys() - rest.by_id.keys()
    if replace(pack, values=rest.values) != rest or not all(ref.startswith(THRESHOLD) for ref in gone):
        return False
    parts = (*body["findings"], *body["recommendations"])
    claims = [body["headline"], *(claim for part in parts for claim in part["claims"])]
    return gone.isdisjoint(slot["ref"] for claim in claims for slot in claim["slots"])


def needs_of(name: str, metric: str) -> frozenset[str]:
    """By the metric of a value and by its id, since "gap.hrv" counts days."""
    if metric.startswith(OWN):
        return frozenset({"notes"})
    needed = {data for part in (metric, *name.split(".")) for data in classes_of(part)}
    return frozenset(needed | {DATA_CLASS_OF_VALUE.get(metric, "")}) & GUARDED


def needs_of_cited(name: str, metric: str, url: str) -> frozenset[str]:
    """Of a value that stands by itself, as in a chat, without the fact that it belongs to."""
    needed = set(needs_of(name, metric))
    if name.startswith(ROOM) or OF_PLAN.match(name) or CALENDAR in url:
        needed.add("plan")
    if OF_MARKER.match(name):
        needed |= {"notes", "cycle"}
    return frozenset(needed)


def _hidden_refs(pack: Pack, hidden: Collection[str]) -> Iterator[str]:
    """Values of the facts that go as a whole."""
    if "plan" in hidden:
        yield from (ref for session in pack.planned for ref in session.refs)
        yield from (ref for race in pack.events for ref in race.refs)
        yield from (value.id for value in pack.values if value.id.startswith(ROOM))
    for each in pack.health:
        if _class_of(each) in hidden:
            yield from each.refs


def _class_of(marker: MarkerFact) -> str:
    return "cycle" if marker.kind == "cycle" else "notes"


def _unexplained(signal: SignalFact, hidden: Collection[str]) -> SignalFact:
    """Without what explains it, where that itself is hidden; that it was answered is part of the analysis."""
    if signal.explained in ("", ANSWERED):
        return signal
    needed = "plan" if signal.explained == RACE else "notes"
    return replace(signal, explained="") if needed in hidden else signal


def _with_refs(fact: ActivityFact, left: Collection[str]) -> ActivityFact:
    return replace(fact, refs=tuple(ref for ref in fact.refs if ref in left))


def _columns_left(table: Table, hidden: Collection[str]) -> Iterator[Table]:
    columns = tuple(each for each in table.columns if needs_of(each.name, each.metric).isdisjoint(hidden))
    if columns:
        yield replace(table, columns=columns)


def _profile(profile: Profile, hidden: Collection[str]) -> Profile:
    if "profile" in hidden:
        profile = replace(profile, age_band="", sex="")
    return replace(profile, experience="", long_day="") if "plan" in hidden else profile
