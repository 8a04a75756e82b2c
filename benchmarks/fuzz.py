#!/usr/bin/env python3
"""Damaged inputs of every format that comes from outside: is each read, or refused by name?

The count is kept in `test-results/fuzz/`: another start goes on with inputs that were never tried, until
every format has had `--inputs` since its readers last changed. `--seconds` ends it before. `--input N` tries
one input again and shows it. With `--guided` atheris looks for inputs that reach new lines of the readers
(`pip install -r requirements/fuzz.txt`); what it found stays, and the next start goes on from there.
"""

import argparse
import os
import time

from support import root  # noqa: F401 - makes the project importable
from support.report import report

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from support import fuzz_guided
from support.fuzz_counts import Count
from support.fuzz_slices import run_slice, show

from tests.fuzzing.formats import NAMES

INPUTS, FOREVER_S, MOST_MB = 100_000, 10**9, 512


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--format", action="append", choices=NAMES, help="may be said again; all without")
    options.add_argument("--inputs", type=int, default=INPUTS, help="of each format")
    options.add_argument("--seconds", type=float, default=FOREVER_S, help="of all formats together")
    options.add_argument("--input", type=int, help="the number of an input of one format")
    options.add_argument("--guided", action="store_true", help="by coverage; --seconds for each format")
    chosen = options.parse_args()
    names = chosen.format or list(NAMES)
    if chosen.input is not None:
        show(names[0], chosen.input)
    elif chosen.guided:
        _guided(names, chosen.seconds)
    else:
        _counted(names, chosen.inputs, chosen.seconds)


def _counted(names: list[str], inputs: int, seconds: float) -> None:
    started = time.monotonic()
    counts = [Count.kept(name) for name in names]
    for count in counts:
        while count.inputs < inputs and time.monotonic() - started < seconds:
            run_slice(count, inputs - count.inputs)
            count.keep()
        print(count.line(), flush=True)
    figures = {
        "formats": len(counts),
        "inputs": sum(count.inputs for count in counts),
        "inputs_ever": sum(count.ever for count in counts),
        "least_inputs_of_a_format": min(count.inputs for count in counts),
        "distinct_errors": len({code for count in counts for code in count.refusals}),
        "unhandled": sum(len(count.faults) for count in counts),
        "crashes": sum(count.crashes for count in counts),
        "hangs": sum(count.hangs for count in counts),
        "peak_mb": max(count.peak_mb for count in counts),
        "seconds": time.monotonic() - started,
    }
    report("fuzz", figures, {"unhandled": 0, "crashes": 0, "hangs": 0, "peak_mb": MOST_MB})


def _guided(names: list[str], seconds: float) -> None:
    found = {name: fuzz_guided.run(name, seconds) for name in names}
    figures = {
        "formats": len(found),
        "inputs": sum(each.inputs for each in found.values()),
        "least_inputs_of_a_format": min(each.inputs for each in found.values()),
        "kept_for_new_lines": sum(each.kept for each in found.values()),
        "faults": sum(each.failed for each in found.values()),
        "peak_mb": max(each.peak_mb for each in found.values()),
    }
    report("fuzz_guided", figures, {"faults": 0, "peak_mb": MOST_MB})


if __name__ == "__main__":
    main()
