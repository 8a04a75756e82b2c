"""Every format that comes from outside, with good files of ours to be damaged and what reads them.

A reader ends, or raises an error that the house knows; whatever else it raises is a fault of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Final

from tests.fuzzing.damage import damaged

NAMES: Final = {
    "fit": "files",
    "tcx": "files",
    "gpx": "files",
    "zip": "files",
    "gz": "files",
    "sandbox": "files",
    "export": "export",
    "answers": "texts",
    "tokens": "texts",
    "csv": "texts",
    "workout": "texts",
    "plan": "texts",
    "claude": "texts",
    "push": "texts",
}
"""Format: the module here that has its seeds and its reader, imported when it is asked for."""


def _as_it_is(content: bytes) -> bytes:
    return content


@dataclass(frozen=True, slots=True)
class Seed:
    """A good content, and what is done to it once it is damaged, such as packing it into an archive."""

    content: bytes
    wrapped: Callable[[bytes], bytes] = _as_it_is


@dataclass(frozen=True, slots=True)
class Format:
    """`read` raises `known` for what cannot be read, or returns the code of what was left out of it.

    `code` says which error it raised.
    """

    name: str
    seeds: tuple[Seed, ...]
    read: Callable[[bytes], str | None]
    known: tuple[type[Exception], ...]
    code: Callable[[Any], str] = lambda error: str(error.code)
    of_words: bool = False

    def input(self, plan: bytes) -> bytes:
        """The seed that the first byte of the plan names, with the faults of the rest."""
        seed = self.seeds[plan[0] % len(self.seeds)]
        return seed.wrapped(damaged(seed.content, plan[1:], of_words=self.of_words))

    def outcome(self, content: bytes) -> str:
        """ "read" or the code of the refusal; raises what the house does not know."""
        try:
            return self.read(content) or "read"
        except self.known as error:
            return self.code(error)


@cache
def format_of(name: str) -> Format:
    made: Mapping[str, Callable[[], Format]] = import_module(f"tests.fuzzing.{NAMES[name]}").FORMATS
    return made[name]()
