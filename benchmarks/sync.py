#!/usr/bin/env python3
"""Syncing with Garmin: a day, a year, a thousand athletes at once, and twenty kills in the middle.

Each part is a process of its own with its own installation and its own double of the Personal API, which
holds everybody to the limits and counts offences. `--part NAME` runs one of them.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
PARTS: dict[str, dict[str, str]] = {
    "day": {},
    "backfill": {},
    "crowd": {"GARMIN_REQUESTS_PER_S": "200", "SYNC_TICK_S": "5"},
    "kills": {"GARMIN_REQUESTS_PER_S": "30", "SYNC_TICK_S": "2", "SYNC_LEASE_S": "4"},
}
"""What each part is told by its environment."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--part", choices=PARTS, action="append")
    given = options.parse_args()
    answers = [_run(part, quick=given.quick) for part in given.part or PARTS]
    print(
        json.dumps(
            {
                "name": "sync",
                "figures": {name: value for each in answers for name, value in each["figures"].items()},
                "targets": {name: value for each in answers for name, value in each["targets"].items()},
                "passed": all(each["passed"] for each in answers),
            }
        )
    )


def _run(part: str, *, quick: bool) -> dict[str, Any]:
    argv = [sys.executable, str(FOLDER / f"sync_{part}.py"), *(["--quick"] if quick else [])]
    done = subprocess.run(
        argv, cwd=FOLDER.parent, stdout=subprocess.PIPE, text=True, check=False, env=os.environ | PARTS[part]
    )
    lines = done.stdout.splitlines()
    print(*lines[:-1], sep="\n", end="\n" if lines[1:] else "")
    if done.returncode or not lines:
        raise SystemExit(f"the part {part} failed")
    print(lines[-1])
    return json.loads(lines[-1])


if __name__ == "__main__":
    main()
