"""The sandbox's child, with a parser that dies of certain files as a broken C library would."""

import os
import sys
from datetime import datetime

from athletes.sources.files import sandbox_worker
from athletes.sources.files.reader import read_file
from athletes.sources.records import RecordedActivity

DEADLY = b"this file is deadly"


def read_or_die(content: bytes, file_name: str, *, now: datetime | None = None) -> RecordedActivity:
    if DEADLY in content:
        os.abort()
    return read_file(content, file_name, now=now)


if __name__ == "__main__":
    sandbox_worker.read_file = read_or_die
    sandbox_worker.main(memory_mb=int(sys.argv[1]), cpu_s=int(sys.argv[2]))
