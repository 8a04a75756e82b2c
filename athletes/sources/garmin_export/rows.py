"""JSON arrays of any length, read object by object: no file of an export is in memory as a whole."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from athletes.sources.files.errors import FileError

JSON_DAMAGED: Final = "JSON_DAMAGED"
MAX_ROW_CHARACTERS: Final = 4 * 1024 * 1024
_CHUNK: Final = 128 * 1024
_GAP = re.compile(r"[\s,\ufeff]*")
_PLAIN = re.compile(r"[\s\ufeff]*\[")
_WRAPPED = re.compile(
    r'[\s\ufeff]*(?:\[\s*)?\{\s*"\w+"\s*:\s*\[(?=\s*[\{\]])'  # [{"summarizedActivitiesExport": [
    r'|[\s\ufeff]*\[(?=\s*\{\s*"\w+"\s*:\s*[^\s\[])'  # without the object around the array
    r"|[\s\ufeff]*\[(?=\s*\])"
)
_OBJECT = re.compile(r"[\s\ufeff]*(?=\{)")

type Read = Callable[[int], bytes]


def rows(read: Read, *, wrapped: bool = False) -> Iterator[Any]:
    """Yield the elements of the array in the JSON that `read(n)` gives in pieces; an object yields itself.

    `wrapped` arrays are the one value of an object. Raises FileError(JSON_DAMAGED) where the JSON ends early
    or an element is no JSON or larger than 4 million characters; what came before has been yielded.
    """
    text = _Text(read)
    text.grow()
    while not text.open(wrapped=wrapped):
        if not text.grow() or len(text.rest) > MAX_ROW_CHARACTERS:
            raise _damaged()
    while text.skip_gap() not in ("]", ""):
        yield text.element()
    if text.is_array and text.skip_gap() != "]":
        raise _damaged()


class _Text:
    """The part of the text that is in memory, and what comes after it."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._json = json.JSONDecoder(parse_constant=lambda _: None)
        self.rest = ""
        self.is_array = True

    def grow(self) -> bool:
        """Read on; False at the end. Larger steps for longer elements keep the work linear."""
        piece = self._read(max(_CHUNK, len(self.rest)))
        self.rest += self._decoder.decode(piece, final=not piece)
        return bool(piece)

    def open(self, *, wrapped: bool) -> bool:
        """Step into the array; False while too little is known."""
        found = (_WRAPPED if wrapped else _PLAIN).match(self.rest)
        if found is None and not wrapped:
            found = _OBJECT.match(self.rest)
            self.is_array = found is None
        if found is None:
            return False
        self.rest = self.rest[found.end() :]
        return True

    def skip_gap(self) -> str:
        """The next character that means anything, "" at the end."""
        while True:
            gap = _GAP.match(self.rest)
            self.rest = self.rest[gap.end() if gap else 0 :]
            if self.rest or not self.grow():
                return self.rest[:1]

    def element(self) -> Any:
        while True:
            try:
                value, end = self._json.raw_decode(self.rest)
            except RecursionError:
                raise _damaged() from None
            except ValueError:
                if len(self.rest) > MAX_ROW_CHARACTERS or not self.grow():
                    raise _damaged() from None
                continue
            self.rest = self.rest[end:]
            return value


def _damaged() -> FileError:
    return FileError(
        JSON_DAMAGED, "This file of the export is damaged. What came before the damage was read."
    )
