"""The words of a step before its length: what kind it is, and a note for the athlete."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from athletes.sources.records import Sport
from plans.engine.steps import Kind
from plans.engine.syntax.aims import read_aim
from plans.engine.syntax.lengths import Length, read_length
from plans.engine.syntax.problems import Unreadable

KIND_WORDS: dict[str, Kind] = {
    "warmup": "warmup",
    "warm-up": "warmup",
    "cooldown": "cooldown",
    "cool-down": "cooldown",
    "recover": "recover",
    "recovery": "recover",
    "rest": "recover",
    "work": "work",
}
PRINTED: dict[Kind, str] = {"warmup": "Warmup", "cooldown": "Cooldown", "recover": "Recover", "work": "Work"}
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"(?=\s|$)')


@dataclass(frozen=True, slots=True)
class Cue:
    """A step's line in its parts; `rest` is what follows the length."""

    kind: Kind | None
    note: str
    length: Length
    rest: str


def read_cue(text: str, sport: Sport | None) -> Cue:
    """Kind, note and length of what stands after the dash. Raises Unreadable."""
    first, _, after = text.partition(" ")
    kind = KIND_WORDS.get(first.rstrip(":").lower())
    remaining = (after if kind else text).strip(" ")
    note = ""
    if remaining.startswith('"'):
        found = QUOTED.match(remaining)
        if found is None:
            raise Unreadable("NOTE_UNCLOSED", 'The note starts with " and needs another " at its end.')
        note, remaining = re.sub(r"\\(.)", r"\1", found[1]), remaining[found.end() :].strip()
    words = remaining.split()
    for index, word in enumerate(words):
        if length := read_length(word, sport):
            before = " ".join(words[:index])
            _no_aim_in(words[:index], sport)
            return Cue(kind, " ".join(filter(None, (note, before))), length, " ".join(words[index + 1 :]))
    raise _without_length(words, sport)


def print_note(note: str, sport: Sport | None) -> str:
    """As it stands where it is read back so, else in quotation marks."""
    try:
        cue = read_cue(f"{note} 1m", sport)
        plain = (cue.kind, cue.note, cue.rest) == (None, note, "") and not note.startswith('"')
    except Unreadable:
        plain = False
    if plain:
        return note
    return '"' + note.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _no_aim_in(words: list[str], sport: Sport | None) -> None:
    """A target before the length would become a note without anybody noticing."""
    pairs = [" ".join(pair) for pair in pairwise(words)]
    if found := next((each for each in (*words, *pairs) if is_aim(each, sport)), None):
        message = f"'{found}' stands before the length: write - 10m {found}, or \"{found}\" for a note."
        raise Unreadable("TARGET_BEFORE_LENGTH", message)


def is_aim(words: str, sport: Sport | None) -> bool:
    """Whether these words are a target by themselves."""
    try:
        aim = read_aim(words, sport)
    except Unreadable:
        return True
    return aim is not None and aim.target != "none"


def _without_length(words: list[str], sport: Sport | None) -> Unreadable:
    if words and re.fullmatch(r"\d+\s*[x×]", " ".join(words), re.IGNORECASE):
        return Unreadable("REPEAT_DASHED", f"Repeats stand alone: write {' '.join(words)} without a dash.")
    if doubtful := next((word for word in words if re.match(r"\d", word) and not is_aim(word, sport)), None):
        return Unreadable(
            "LENGTH_UNKNOWN", f"'{doubtful}' is no length: write 10m, 1h30m, 45s, 400mtr or 1km."
        )
    return Unreadable(
        "LENGTH_MISSING", "Say how long: write a time or a distance, as in - 10m Z2 or - 1km Z2."
    )
