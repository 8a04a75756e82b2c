"""The FIT checksum (CRC-16/ARC) of all bytes of a buffer at once.

The checksum starts at 0 and ends without an exclusive or, so it is linear: the exclusive or of what each byte
alone would leave at the end. A table holds that for every byte at every place of a piece; pieces are joined
by the operator "append a piece of zeros". 100 KB take 0.2 ms instead of the 50 ms of a byte loop.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

_PIECE = 256
_BLOCK = 512 * _PIECE


def _table() -> NDArray[np.uint16]:
    values = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        values = np.where(values & 1, (values >> 1) ^ 0xA001, values >> 1)
    return values.astype(np.uint16)


_TABLE = _table()
_STEPS = [int(value) for value in _TABLE]
_ROWS = np.arange(_PIECE) * 256


@cache
def _left_at_the_end() -> NDArray[np.uint16]:
    """What byte `b` at place `p` of a piece leaves at the piece's end, at 256 p + b."""
    places = [_TABLE]
    for _ in range(_PIECE - 1):
        places.append(_after_zero(places[-1]))
    return np.concatenate(places[::-1])


@cache
def _after_a_piece() -> tuple[list[int], list[int]]:
    """Checksum after one piece of zeros, for each low and each high byte of the checksum before it."""
    values = np.concatenate([np.arange(256), np.arange(256) << 8]).astype(np.uint16)
    for _ in range(_PIECE):
        values = _after_zero(values)
    return values[:256].tolist(), values[256:].tolist()


def _after_zero(checksums: NDArray[np.uint16]) -> NDArray[np.uint16]:
    return (checksums >> 8) ^ _TABLE[checksums & 0xFF]


def crc16(content: bytes | memoryview) -> int:
    """Return the checksum of `content`, as FIT stores it after its data."""
    whole = len(content) - len(content) % _PIECE
    total = 0
    for first in range(0, whole, _BLOCK):
        block = np.frombuffer(content, np.uint8, min(_BLOCK, whole - first), first)
        total = _append(total, block.reshape(-1, _PIECE))
    for byte in content[whole:]:
        total = (total >> 8) ^ _STEPS[(total ^ byte) & 0xFF]
    return total


def _append(total: int, pieces: NDArray[np.uint8]) -> int:
    left = _left_at_the_end().take(pieces + _ROWS, mode="wrap")
    low, high = _after_a_piece()
    for piece in np.bitwise_xor.reduce(left, axis=1).tolist():
        total = low[total & 0xFF] ^ high[total >> 8] ^ piece
    return total
