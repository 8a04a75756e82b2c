"""The structure of a regular FIT file in one pass: its parts, their checksums, and where the messages lie."""

from __future__ import annotations

from dataclasses import dataclass, field
from struct import unpack_from

import numpy as np

from athletes.sources.files import notes
from athletes.sources.files.fit_crc import crc16
from athletes.sources.files.fit_expand import Restarts
from athletes.sources.files.fit_part import MAX_TABLES, Part
from athletes.sources.files.fit_profile import Irregular
from athletes.sources.files.fit_table import Table
from athletes.sources.files.limits import MAX_FIT_MESSAGES

_HEADERS = (12, 14)
_CRC_BYTES = 2


@dataclass(slots=True)
class Walk:
    """The tables of all parts, each with its messages, and what is odd about the file, each note once."""

    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    restarts: Restarts = field(default_factory=dict)


def walk(content: bytes) -> Walk:
    """Walk through all parts; raises Irregular, and FILE_TOO_LARGE when there are too many messages."""
    raw = np.frombuffer(content, np.uint8)
    tables: list[Table] = []
    crc_notes: list[str] = []
    other_notes: list[str] = []
    restarts: Restarts = {}
    offset = number = messages = 0
    while offset < len(content):
        start, end = _frame(content, offset)
        part = Part(content, raw, number, end, MAX_FIT_MESSAGES - messages)
        part.run(start)
        messages += part.messages
        tables += [table for table in part.tables.values() if table.firsts]
        if len(tables) > MAX_TABLES:
            raise Irregular("too many definitions")
        crc_notes += _check(content, offset, end)
        other_notes += part.notes
        for key, places in part.restarts.items():
            restarts.setdefault(key, []).extend(places)
        offset, number = end + _CRC_BYTES, number + 1
    return Walk(tables, list(dict.fromkeys((*crc_notes, *other_notes))), restarts)


def _frame(content: bytes, offset: int) -> tuple[int, int]:
    """Return [first message, checksum) of the part at `offset`."""
    if content[offset + 8 : offset + 12] != b".FIT":
        raise Irregular("bytes after the end")
    header_bytes, data_bytes = unpack_from("<B3xI", content, offset)
    end = offset + header_bytes + data_bytes
    if header_bytes not in _HEADERS or data_bytes == 0 or end + _CRC_BYTES > len(content):
        raise Irregular("a header")
    return offset + header_bytes, end


def _check(content: bytes, offset: int, end: int) -> list[str]:
    (stored,) = unpack_from("<H", content, end)
    return [] if crc16(memoryview(content)[offset:end]) == stored else [notes.CRC_WRONG]
