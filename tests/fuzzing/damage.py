"""Faults put into a good file. A plan of them is bytes, so that hypothesis, chance or a count can make it."""

from __future__ import annotations

import re
from itertools import batched
from typing import Final

FAULT_BYTES: Final = 5
"""Kind, place (2), amount (2)."""
MOST_FAULTS: Final = 5

_EXTREMES: Final = (
    b"\x00" * 4,
    b"\xff" * 4,
    b"\xff\xff\xff\x7f",
    b"\x7f\xff\xff\xff",
    b"\x00\x00\x00\x80",
    b"\xff",
)
_ODD: Final = (
    *(
        b"1e400",
        b"-1",
        b"0",
        b"9" * 400,
        b"1e-320",
        b"true",
        b"null",
        b'""',
        b"[]",
        b"{}",
        b"-0.0",
        b"2147483648",
    ),
    *(
        b"1e300",
        b"253402300800000",
        b"NaN",
        b"[[]]",
        b'"\\ud800"',
        b'"\\u0000"',
        b"65536",
        b"0.1",
        b"1e15",
        b"-1e308",
    ),
    *(
        b'"2026-02-30"',
        b'"9999-12-31"',
        b'"0001-01-01"',
        b'"9999-12-31T23:59:59Z"',
        b'"nan"',
        b'"1e400"',
        b'"-5"',
    ),
    *(
        b'"0x1F"',
        b'"%s"',
        b'"../"',
        b'"1/2"',
        '"٣"'.encode(),
        '"²"'.encode(),
        b'"\r"',
        b'"1_000"',
        b'"-100%"',
    ),
    *(
        b"6:99",
        b"Infinity",
        b"[" * 70,
        b"<a>" * 70,
        b"<!DOCTYPE a>",
        b"&#0;",
        b"\xed\xa0\x80",
        b"\x00",
        b"=1+1",
    ),
)
_TOKEN = re.compile(rb'"[^"\\<>]{0,60}"|-?\d+(?:[.:-]\d+)*|\b(?:true|false|null)\b')


def damaged(content: bytes, plan: bytes, *, of_words: bool = False) -> bytes:
    """`content` with the faults of `plan`, of which each takes five bytes; an empty plan changes nothing.

    Content `of_words` mostly stays what can be parsed, and says something odd.
    """
    kinds = _OF_WORDS if of_words else _OF_BYTES
    found = bytearray(content)
    for fault in batched(plan[: FAULT_BYTES * MOST_FAULTS], FAULT_BYTES):
        kind, *rest = bytes(fault).ljust(FAULT_BYTES, b"\0")
        place, amount = rest[0] << 8 | rest[1], rest[2] << 8 | rest[3]
        kinds[kind % len(kinds)](found, place * (len(found) + 1) >> 16, amount)
    return bytes(found)


def _set(found: bytearray, at: int, amount: int) -> None:
    found[at : at + 1] = bytes([amount & 0xFF])


def _flip(found: bytearray, at: int, amount: int) -> None:
    if at < len(found):
        found[at] ^= 1 << (amount & 7)


def _extreme(found: bytearray, at: int, amount: int) -> None:
    value = _EXTREMES[amount % len(_EXTREMES)]
    found[at : at + len(value)] = value


def _drop(found: bytearray, at: int, amount: int) -> None:
    del found[at : at + 1 + amount % 60]


def _repeat(found: bytearray, at: int, amount: int) -> None:
    piece = found[at : at + 1 + (amount >> 4) % 100]
    found[at:at] = piece * (1 + amount % 16)


def _insert(found: bytearray, at: int, amount: int) -> None:
    found[at:at] = amount.to_bytes(2, "little") * (1 + amount % 4)


def _cut(found: bytearray, at: int, amount: int) -> None:
    if amount % 3 == 0:
        del found[at:]


def _lie(found: bytearray, at: int, amount: int) -> None:
    """A number of one, two or four bytes, such as a length, a little or much too large or small."""
    size = (1, 2, 4)[amount % 3]
    piece = found[at : at + size]
    by = (amount >> 4) - 2048
    changed = (int.from_bytes(piece, "little") + by) % (1 << 8 * len(piece))
    found[at : at + size] = changed.to_bytes(len(piece), "little")


def _swap(found: bytearray, at: int, amount: int) -> None:
    """Two pieces of the same length change places."""
    size, other = 1 + amount % 16, (at + (amount >> 4)) % (len(found) + 1)
    low, high = sorted((at, other))
    if low + size <= high and high + size <= len(found):
        found[low : low + size], found[high : high + size] = (
            found[high : high + size],
            found[low : low + size],
        )


def _say(found: bytearray, at: int, amount: int) -> None:
    """A number or text becomes an odd one."""
    if token := _token(found, at):
        _put(found, token, _ODD[amount % len(_ODD)], is_rough=not amount >> 8 & 7)


def _exchange(found: bytearray, at: int, amount: int) -> None:
    """A number or text becomes another one of the same file."""
    token, other = _token(found, at), _token(found, amount * (len(found) + 1) >> 16)
    if token and other:
        _put(found, token, other[0], is_rough=not amount & 7)


def _token(found: bytearray, at: int) -> re.Match[bytes] | None:
    # From the start, since what begins within a text ends within the next.
    tokens = list(_TOKEN.finditer(bytes(found)))
    return tokens[at * len(tokens) // (len(found) + 1)] if tokens else None


def _put(found: bytearray, token: re.Match[bytes], other: bytes, *, is_rough: bool) -> None:
    """Names of JSON stay names, and what was in quotes mostly stays so."""
    is_quoted = token[0][:1] == b'"'
    is_name = is_quoted and found[token.end() : token.end() + 1] == b":"
    if is_name or (is_quoted and not is_rough):
        other = b'"%b"' % other.strip(b'"')
    found[token.start() : token.end()] = other


_OF_BYTES: Final = (
    _set,
    _flip,
    _extreme,
    _drop,
    _repeat,
    _insert,
    _cut,
    _lie,
    _swap,
    _say,
    _exchange,
    _say,
    _exchange,
)
_OF_WORDS: Final = (*(_say, _exchange) * 6, _flip, _drop, _repeat, _insert)
