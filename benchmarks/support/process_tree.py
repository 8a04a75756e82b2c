"""What a program and all processes below it cost."""

import os
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
PAGE_BYTES, TICKS_A_SECOND = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


class ProcessTree:
    """The process of this number and its descendants, such as a worker's pool and its sandboxes."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    def rss_mb(self) -> float:
        """Resident memory of all its processes; pages that they share count in each."""
        pages = sum(int(text.split()[1]) for text in self._read("statm"))
        return pages * PAGE_BYTES / 2**20

    def cpu_s(self) -> float:
        """User and system time of all its processes, those that have ended among them."""
        times = (text.rpartition(")")[2].split()[11:15] for text in self._read("stat"))
        return sum(int(ticks) for four in times for ticks in four) / TICKS_A_SECOND

    def _read(self, name: str) -> Iterator[str]:
        for pid in _descendants(self._pid):
            try:
                yield (PROC / str(pid) / name).read_text()
            except OSError:
                continue


def _descendants(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = (PROC / str(pid) / "task" / str(pid) / "children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _descendants(int(child))
