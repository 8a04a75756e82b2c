"""atheris over the reader of one format, in a process of its own."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .fuzz_counts import FOLDER

STAT = re.compile(r"stat::(\w+):\s+(\d+)")


@dataclass(frozen=True)
class Guided:
    inputs: int
    kept: int
    failed: int
    peak_mb: int


def run(name: str, seconds: float) -> Guided:
    """Go on from the inputs that reached something new so far. A fault's input stays in the folder."""
    folder = FOLDER / "guided" / name
    folder.mkdir(parents=True, exist_ok=True)
    argv = [
        sys.executable,
        "-m",
        "support.fuzz_atheris",
        name,
        str(folder),
        f"-max_total_time={int(seconds)}",
    ]
    here = Path(__file__).resolve().parents[1]
    paths = os.pathsep.join([str(here), str(here.parent), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": paths}
    log = FOLDER / "guided" / f"{name}.log"
    with log.open("w") as output:
        done = subprocess.run(
            argv, stdout=output, stderr=output, env=environment, cwd=here.parent, check=False
        )
    stats = {key: int(value) for key, value in STAT.findall(log.read_text(errors="replace"))}
    found = Guided(
        stats.get("number_of_executed_units", 0),
        len(list(folder.iterdir())),
        int(done.returncode != 0 or not stats),
        stats.get("peak_rss_mb", 0),
    )
    print(
        f"{name:8} {found.inputs:9,} inputs, {found.kept:,} kept, {'FAILED' if found.failed else 'no fault'}"
    )
    return found
