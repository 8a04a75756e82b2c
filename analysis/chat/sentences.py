"""From a stream of text to whole sentences with slots.

The analyst writes `{ref:op}` where a number belongs, such as `{hrv.week:delta}`; `{ref}` alone is its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from analysis.analysts.base import Claim, Op, Slot

CITED = re.compile(r"\{\s*([\w.\-]+)\s*(?::\s*(\w+)\s*)?\}")
ENDS = re.compile(r"[.!?…][\"'”’)]*(?=\s)|\n")
MARKS = re.compile(r"^\s*(?:[-*•>#]+|\(?[a-z]\))\s+|\*\*|__|`")
LONGEST = 600
"""A sentence that does not end is cut here, so that nothing is held back for ever."""


class Sentences:
    """Holds text back until a sentence is whole; `feed` and `rest` give the sentences that are."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> Iterator[str]:
        self._held += piece
        while (end := self._end()) is not None:
            sentence, self._held = self._held[:end], self._held[end:]
            if sentence.strip():
                yield sentence.strip()

    def rest(self) -> Iterator[str]:
        """What is left when nothing more comes; a slot that was not closed is no sentence."""
        sentence, self._held = self._held.strip(), ""
        if sentence and sentence.count("{") == sentence.count("}"):
            yield sentence

    def _end(self) -> int | None:
        for found in ENDS.finditer(self._held):
            before = self._held[: found.end()]
            if before.count("{") == before.count("}"):
                return found.end()
        return LONGEST if len(self._held) > LONGEST else None


def claim_of(sentence: str) -> Claim:
    """The sentence with a slot of its own, a, b, c …, for each number that it cites.

    An op that does not exist is kept as it is, for grounding to refuse.
    """
    slots: list[Slot] = []

    def named(found: re.Match[str]) -> str:
        name = _name(len(slots))
        slots.append(Slot(name, found[1], cast(Op, found[2] or "value")))
        return f"{{{name}}}"

    return Claim(CITED.sub(named, MARKS.sub("", sentence).strip()), tuple(slots))


def _name(index: int) -> str:
    """a … z, then aa, ab …: never a digit, since templates hold none."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[index] if index < len(letters) else _name(index // 26 - 1) + letters[index % 26]
