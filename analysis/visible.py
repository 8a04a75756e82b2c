"""What is left of an analysis for someone who may not see everything it was written from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from analysis.analysts.rules import RulesAnalyst
from analysis.answer import answer
from analysis.evidence import Pack, Value
from analysis.grounding.references import ground
from metrics.selectors.signal_needs import classes_of

DATA_CLASSES = {"hrv": "heart", "resting_hr": "heart", "sleep": "sleep"}
"""What channels need beyond the leave to read analyses."""

GUARDED = frozenset({"heart", "sleep", "body"})
"""What values may need; the leave to read analyses covers loads and activities."""


def visible(shown: Mapping[str, Any], hidden: Collection[str]) -> dict[str, Any]:
    """The answer with its `pack`, worded anew by the rules from what remains without `hidden` data classes.

    Leaving sentences out would not do: the headline speaks of whatever is gravest.
    """
    pack = Pack.from_json(shown["pack"])
    rest = _without(pack, hidden)
    if rest == pack:
        return dict(shown)
    draft, report = ground(RulesAnalyst().analyse(rest), rest)
    return {
        **shown,
        **answer(draft, rest, report),
        "engine": RulesAnalyst.engine,
        "prompt_version": RulesAnalyst.prompt_version,
        "pack_sha256": rest.sha256,
        "pack": rest.to_json(),
    }


def _without(pack: Pack, hidden: Collection[str]) -> Pack:
    values = tuple(value for value in pack.values if not _needs(value) & set(hidden))
    left = {value.id for value in values}
    return replace(
        pack,
        values=values,
        signals=tuple(signal for signal in pack.signals if left.issuperset(signal.refs)),
        channels=tuple(each for each in pack.channels if DATA_CLASSES.get(each.channel) not in hidden),
    )


def _needs(value: Value) -> frozenset[str]:
    """By its metric and by its id, since "gap.hrv" counts days."""
    names = (value.metric, *value.id.split("."))
    return frozenset(data for name in names for data in classes_of(name)) & GUARDED
