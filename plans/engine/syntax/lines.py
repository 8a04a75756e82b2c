"""One line of a workout: a step with its dash, a repeat, or a heading."""

from __future__ import annotations

import re

from athletes.sources.records import Sport
from plans.engine.steps import Kind, Step
from plans.engine.syntax.aims import EXAMPLES, Aim, read_aim
from plans.engine.syntax.cues import Cue, is_aim, read_cue
from plans.engine.syntax.lengths import read_length
from plans.engine.syntax.problems import Unreadable
from plans.engine.syntax.ramps import stairs

REPEAT = re.compile(r"(?:(?P<title>.*\S)\s+)?(?P<times>\d{1,6})\s*[x×]", re.IGNORECASE)
CADENCE = re.compile(r"\b\d{2,3}(?:-\d{2,3})?rpm\b", re.IGNORECASE)
HEADINGS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"warm", re.IGNORECASE), "warmup"),
    (re.compile(r"cool", re.IGNORECASE), "cooldown"),
)


def read_step(text: str, section: Kind, sport: Sport | None) -> list[Step]:
    """The step of a line without its dash; a ramp is several. Raises Unreadable."""
    cue = read_cue(text, sport)
    cadences = CADENCE.findall(cue.rest)
    words = " ".join(CADENCE.sub(" ", cue.rest).split())
    note = " ".join(filter(None, (cue.note, *cadences)))
    kind = cue.kind or section
    if words.lower().startswith("ramp "):
        return stairs(kind, cue.length, _aim(words[5:], sport), note)
    aim = _aim(words, sport)
    low, high = aim.bounds
    return [Step(kind, cue.length.duration_s, cue.length.distance_m, aim.target, low, high, note)]


def heading_kind(text: str, sport: Sport | None) -> Kind:
    """What the steps below a heading are. Raises Unreadable for a step that lacks its dash."""
    if _is_step(text, sport):
        raise Unreadable("DASH_MISSING", f"Steps start with a dash: write - {text}")
    return next((kind for pattern, kind in HEADINGS if pattern.match(text)), "work")


def _is_step(text: str, sport: Sport | None) -> bool:
    """A length as the first word, or one that a target follows: other headings may speak of "10m" too."""
    try:
        starts = read_length(text.split()[0], sport) is not None
        cue: Cue | None = read_cue(text, sport)
    except Unreadable as error:
        return error.code == "LENGTH_AMBIGUOUS"
    return starts or (cue is not None and is_aim(cue.rest, sport))


def _aim(words: str, sport: Sport | None) -> Aim:
    aim = read_aim(words, sport)
    if aim is None:
        raise _unreadable(words, sport)
    return aim


def _unreadable(words: str, sport: Sport | None) -> Unreadable:
    """Why these words are no target, as exactly as can be told."""
    each = words.split()
    if any(read_length(word, sport) for word in each):
        return Unreadable("LENGTH_TWICE", f"'{words}' holds a second length: give a time or a distance.")
    if sum(is_aim(word, sport) for word in each) > 1:
        return Unreadable("TARGET_TWICE", f"'{words}' are two targets: give one.")
    if re.fullmatch(r"[\d.]+(-[\d.]+)?", words):
        return Unreadable("UNIT_MISSING", f"{words} of what? Write {words}%, {words}w or {words}bpm.")
    if ":" in words:
        return Unreadable("PACE_FORMAT", f"'{words}' is no pace: write 4:05/km Pace or 1:36/100m Pace.")
    if each and is_aim(each[0], sport):
        return Unreadable("NOTE_AFTER_TARGET", f"Words go before the length: '{words}' follows it.")
    return Unreadable(
        "TARGET_UNKNOWN", f"'{words}' is no target: write {EXAMPLES}; words go before the length."
    )
