"""The structure of a FIT file without its values: parts, sizes, checksums and how many messages there are.

It costs a hundredth of decoding, so a file of a million messages is refused before the work is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from struct import pack_into, unpack_from

from athletes.sources.files import notes
from athletes.sources.files.errors import FILE_TOO_LARGE, FileError
from athletes.sources.files.fit_crc import crc16
from athletes.sources.files.limits import MAX_FIT_MESSAGES, MAX_FIT_PARTS

_MIN_HEADER = 12
_HEADER_WITH_CRC = 14
_CRC_BYTES = 2


@dataclass(frozen=True, slots=True)
class FitScan:
    """`content` is what to decode: the file itself, or a copy whose header names the right size."""

    content: bytes
    messages: int
    notes: tuple[str, ...]


def scan(content: bytes) -> FitScan:
    """Walk through all parts of the file; raises FILE_TOO_LARGE when there are too many parts or messages."""
    found: list[str] = []
    messages = offset = parts = 0
    while content[offset + 8 : offset + 12] == b".FIT":
        parts += 1
        if parts > MAX_FIT_PARTS:
            raise FileError(FILE_TOO_LARGE, _TOO_MANY_PARTS)
        header_bytes, data_bytes = _header(content, offset)
        start = offset + header_bytes
        if data_bytes == 0 and len(content) > start + _CRC_BYTES and not _is_part(content, start):
            content = _with_size(content, offset, len(content) - start)
            data_bytes = len(content) - start
            found.append(notes.FILE_NOT_CLOSED)
        end = start + data_bytes
        messages += _count(content, start, min(end, len(content)), MAX_FIT_MESSAGES - messages)
        if notes.FILE_NOT_CLOSED not in found and end + _CRC_BYTES <= len(content):
            found += _check(content, offset, end)
        offset = end + _CRC_BYTES
    return FitScan(content, messages, tuple(dict.fromkeys(found)))


def too_many_messages() -> FileError:
    return FileError(FILE_TOO_LARGE, _TOO_MANY)


def _header(content: bytes, offset: int) -> tuple[int, int]:
    header_bytes, data_bytes = unpack_from("<B3xI", content, offset)
    return max(header_bytes, _MIN_HEADER), data_bytes


def _is_part(content: bytes, start: int) -> bool:
    after = start + _CRC_BYTES
    return content[after + 8 : after + 12] == b".FIT"


def _with_size(content: bytes, offset: int, data_bytes: int) -> bytes:
    copy = bytearray(content)
    pack_into("<I", copy, offset + 4, data_bytes)
    return bytes(copy)


def _check(content: bytes, offset: int, end: int) -> list[str]:
    (stored,) = unpack_from("<H", content, end)
    wrong = crc16(memoryview(content)[offset:end]) != stored
    return [notes.CRC_WRONG] if wrong else []


def _count(content: bytes, position: int, end: int, allowed: int) -> int:
    """Return the number of messages up to `end` or to the first one that cannot be followed."""
    sizes: dict[int, int] = {}
    count = 0
    try:
        while position < end:
            head = content[position]
            if head & 0x80:
                position += 1 + sizes[(head >> 5) & 3]
            elif head & 0x40:
                sizes[head & 15], position = _definition(content, position, bool(head & 0x20))
            else:
                position += 1 + sizes[head & 15]
            count += 1
            if count > allowed:
                raise too_many_messages()
    except (KeyError, IndexError):
        return count
    return count


def _definition(content: bytes, position: int, has_developer_fields: bool) -> tuple[int, int]:
    """Return (bytes of a data message of this definition, position after the definition)."""
    fields = content[position + 5]
    position += 6
    size = sum(content[position + 1 : position + 3 * fields : 3])
    position += 3 * fields
    if has_developer_fields:
        fields = content[position]
        position += 1
        size += sum(content[position + 1 : position + 3 * fields : 3])
        position += 3 * fields
    return size, position


_TOO_MANY = (
    f"This FIT file holds more than {MAX_FIT_MESSAGES:,} messages, more than five days at one per second. "
    "Split it (for example with the tools of the device's maker) and import the parts."
)
_TOO_MANY_PARTS = (
    f"This FIT file is a chain of more than {MAX_FIT_PARTS:,} files. Split it and import the parts."
)
