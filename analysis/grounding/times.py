"""When a sentence says something was, against when its values are of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analysis.analysts.base import Slot
from analysis.evidence import Pack, Value

TIMELESS = frozenset(
    {
        *("days_of_history", "days_since_training", "marked_days", "cycle_day", "altitude", "days_to_race"),
        *("race_goal", "time_to_train", "ftp_w", "lthr_bpm", "threshold_pace_s_per_km", "css_s_per_100m"),
        *("days_missing", "days_not_synced", "days_without_data", "days", "correlation"),
    }
)
"""What says by itself which days it is of, or holds until something else does."""

STATES = frozenset({"fitness", "fatigue", "form"})
"""What is of a morning unless the sentence says that it is a mean."""

OF_TOOLS = re.compile(r"T\d+\.")
OF_SIGNALS = re.compile(r"S\d+\.")
OF_TABLES = re.compile(r"(?:day|week)\.\d")
AHEAD, OF_RACES = re.compile(r"[PE]\d+\."), re.compile(r"E\d+\.")
AGO = re.compile(r"\b(?:ago|earlier|before)$", re.IGNORECASE)
COMPARING = re.compile(
    r"\b(?:than|of|in|from|against|since|beside|to|compared (?:with|to))\s+$", re.IGNORECASE
)
"""A time that something is held against is not that of the value."""

CURRENT_DAYS = 8

type Fits = Callable[[Value, Pack], bool]


@dataclass(frozen=True, slots=True)
class Untimely:
    """Either `word` fits none of the values, or `slot` has no words that say when."""

    word: str = ""
    slot: str = ""


def untimely(template: str, slots: Sequence[Slot], pack: Pack, *, is_advice: bool) -> Iterator[Untimely]:
    """Times that the values are not of, and values whose time nobody says.

    Advice speaks of days to come: its words of time are no claims about its values.
    """
    values = {slot.slot: pack.by_id[slot.ref] for slot in slots if slot.op != "date"}
    timed = {name: value for name, value in values.items() if value.metric not in TIMELESS}
    said = [
        (found[0], fits)
        for pattern, fits in _TIMES.items()
        for found in pattern.finditer(template)
        if not (AGO.search(found[0]) and COMPARING.search(template[: found.start()]))
    ]
    for word, fits in said:
        if timed and not is_advice and not any(fits(value, pack) for value in timed.values()):
            yield Untimely(word=word)
    dated = {day for slot in slots if slot.op == "date" for day in _days_of(pack.by_id[slot.ref])}
    is_on_a_day = any(f"on {{{slot.slot}}}" in template.casefold() for slot in slots if slot.op == "date")
    is_told = False
    for name, value in timed.items():
        is_said = any(fits(value, pack) for _, fits in said) or (_days(value) == 1 and value.start in dated)
        is_elsewhere = bool(dated) and (value.start not in dated if _days(value) == 1 else is_on_a_day)
        if not is_said and (
            is_elsewhere or not _needs_no_words(value, pack, is_said=bool(said) and not is_advice)
        ):
            yield Untimely(slot=name)
            is_told = True
    for slot in slots if not is_told else ():
        if slot.op == "date" and values and not _is_day_of(pack.by_id[slot.ref], values.values()):
            yield Untimely(slot=slot.slot)


def _is_day_of(dated: Value, values: Iterable[Value]) -> bool:
    """A day belongs to a number of its sentence, or tells since when something holds."""
    return dated.metric in TIMELESS or any(value.start in _days_of(dated) for value in values)


def _days_of(value: Value) -> set[date]:
    """The day itself, and of a signal the evening before: form of a morning comes from it."""
    before = {value.start - timedelta(days=1)} if OF_SIGNALS.match(value.id) else set()
    return {value.start, *before}


def _needs_no_words(value: Value, pack: Pack, *, is_said: bool) -> bool:
    """What is so now; tools were asked for days that the question named; `is_said`: of another value."""
    if OF_TOOLS.match(value.id) or OF_RACES.match(value.id):
        return True
    if OF_TABLES.match(value.id) or AHEAD.match(value.id):
        return False
    if OF_SIGNALS.match(value.id):
        return _week(value, pack)
    if value.metric in STATES and _days(value) > 1:
        return False
    if _days(value) > CURRENT_DAYS and value.metric not in TIMELESS:
        return False
    return _ends_now(value, pack) and not (is_said and _days(value) > 1)


def _days(value: Value) -> int:
    return (value.end - value.start).days


def _ends_now(value: Value, pack: Pack) -> bool:
    return value.end >= pack.end - timedelta(days=1)


def _on(days_ago: int) -> Fits:
    def fits(value: Value, pack: Pack) -> bool:
        return _days(value) == 1 and value.start == pack.end - timedelta(days=1 + days_ago)

    return fits


def _this_morning(value: Value, pack: Pack) -> bool:
    """Fitness and fatigue of a morning are those of the evening before."""
    return _days(value) == 1 and _ends_now(value, pack)


def _week(value: Value, pack: Pack) -> bool:
    if OF_SIGNALS.match(value.id):
        return value.end > pack.end - timedelta(days=9)
    near = _ends_now(value, pack) or bool(OF_TOOLS.match(value.id))
    return 5 <= _days(value) <= CURRENT_DAYS and near


def _last_week(value: Value, pack: Pack) -> bool:
    return _week(value, pack) or (_ago(5, 9)(value, pack) and 5 <= _days(value) <= CURRENT_DAYS)


def _lately(value: Value, pack: Pack) -> bool:
    if _days(value) == 1:
        return bool(OF_SIGNALS.match(value.id)) and _week(value, pack)
    return _days(value) <= 31 and value.end >= pack.end - timedelta(days=1)


def _spans(shortest: int, longest: int) -> Fits:
    def fits(value: Value, pack: Pack) -> bool:
        near = _ends_now(value, pack) or bool(OF_TOOLS.match(value.id))
        return near and shortest <= _days(value) <= longest

    return fits


def _ago(fewest: int, most: int) -> Fits:
    """So many days lie between the value and now."""

    def fits(value: Value, pack: Pack) -> bool:
        return fewest <= (pack.end - value.end).days <= most

    return fits


def _ahead(value: Value, pack: Pack) -> bool:
    return value.end > pack.end or bool(AHEAD.match(value.id)) or bool(OF_TOOLS.match(value.id))


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_TIMES: Mapping[re.Pattern[str], Fits] = {
    _words(r"this morning|last night|today|now|tonight|at the moment|currently"): _this_morning,
    _words(r"yesterday"): _on(1),
    _words(r"this week|the week(?! before)|of the week|your week"): _week,
    _words(r"(?:the )?(?:last|past) week"): _last_week,
    _words(r"lately|recently|of late|these days|(?:last|past|recent) (?:few )?(?:days|nights)"): _lately,
    _words(
        r"this month|(?:the )?(?:last|past) month|the month(?! before)|recent weeks|(?:last|past) few weeks"
    ): _spans(26, 31),
    _words(r"this season|(?:the )?(?:last|past) season|(?:recent|past|last few) months"): _spans(80, 366),
    _words(r"(?:this|last|past|whole|all) year|of the year|in years"): _spans(300, 370),
    _words(r"a week (?:ago|earlier|before)|the week before"): _ago(6, 14),
    _words(r"a month (?:ago|earlier|before)|some weeks ago|the month before"): _ago(20, 60),
    _words(r"tomorrow|planned|ahead|to come|upcoming"): _ahead,
}
