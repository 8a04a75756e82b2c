"""Two byte strings as one message on a pipe: two lengths, then both."""

from __future__ import annotations

from struct import Struct
from typing import BinaryIO

LENGTHS = Struct("<II")


def pack_frame(head: bytes, body: bytes) -> bytes:
    return LENGTHS.pack(len(head), len(body)) + head + body


def write_frame(pipe: BinaryIO, head: bytes, body: bytes) -> None:
    pipe.write(LENGTHS.pack(len(head), len(body)))
    pipe.write(head)
    pipe.write(body)
    pipe.flush()


def read_frame(pipe: BinaryIO) -> tuple[bytes, bytes] | None:
    """Return the next message, None when the other side is gone."""
    lengths = pipe.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    head, body = LENGTHS.unpack(lengths)
    return pipe.read(head), pipe.read(body)
