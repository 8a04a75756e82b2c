"""The child process of `Sandbox`: reads files from its pipe until the pipe closes."""

from __future__ import annotations

import os
import resource
import sys
from datetime import datetime
from typing import BinaryIO

from athletes.sources.files.codec import encode, encode_error
from athletes.sources.files.errors import FILE_TOO_LARGE, FileError
from athletes.sources.files.frames import read_frame, write_frame
from athletes.sources.files.reader import read_file

_OPEN_FILES = 32


def main(memory_mb: int, cpu_s: int) -> None:
    """Serve requests (a moment as ISO 8601, the file's bytes) with answers as `codec` makes them."""
    requests, answers = _private_pipes()
    _limit_process(memory_mb)
    while True:
        frame = read_frame(requests)
        if frame is None:
            return
        _limit_cpu(cpu_s)
        write_frame(answers, *_answer(*frame))


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take over the pipes, so that nothing a parser prints can get between two answers."""
    requests = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdin, sys.stdout):
        os.dup2(nowhere, stream.fileno())
    return requests, answers


def _limit_process(memory_mb: int) -> None:
    memory = memory_mb * 1024 * 1024
    limits = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
    )
    for which, value in limits:
        resource.setrlimit(which, (value, value))


def _limit_cpu(cpu_s: int) -> None:
    """Allow `cpu_s` more seconds; the hard limit stays open because the process goes on to the next file."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + cpu_s + 1, hard))


def _answer(moment: bytes, content: bytes) -> tuple[bytes, bytes]:
    try:
        return encode(read_file(content, "", now=datetime.fromisoformat(moment.decode())))
    except FileError as error:
        return encode_error(error)
    except MemoryError:
        return encode_error(
            FileError(FILE_TOO_LARGE, "This file needs more memory than one file may. Split it.")
        )


if __name__ == "__main__":
    main(memory_mb=int(sys.argv[1]), cpu_s=int(sys.argv[2]))
