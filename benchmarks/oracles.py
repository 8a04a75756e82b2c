#!/usr/bin/env python3
"""Our numbers beside those of others: published vectors, tables and series, and what head units computed.

Reads `shared/reference/vectors` and `shared/corpus/fit` beside the project, or the folders given. Excluded
files are printed with both values and the cause; nothing is left out silently. With `--quick` every file is
still read: the whole takes about ten seconds.
"""

import argparse
import csv
import json
from pathlib import Path
from statistics import median

import numpy as np
from support import root  # noqa: F401 - makes the project importable
from support.report import report

from benchmarks.support.device_oracle import Comparison, comparisons, is_same_load
from benchmarks.support.vectors import compare
from metrics.science.response import Response, errors
from metrics.science.vdot import vdot

BESIDE = Path(__file__).resolve().parents[2] / "shared"
DISTANCES_M = {"t5k_s": 5000.0, "t10k_s": 10_000.0, "thalf_s": 21_097.5, "tmarathon_s": 42_195.0}
PUBLISHED = Response(262, 0.18, 0.23, 36, 21)
PUBLISHED_SQUARES = 21.260
NEAR_PCT = 2.0
MOST = {
    "vectors_failed": 0.0,
    "vdot_table_deviation": 0.1,
    "clarke_skiba_deviation": 0.001,
    "median_pct": 0.5,
}
LEAST = {"within_2pct": 0.95, "load_within_2pct": 0.95, "files": 1.0, "vectors": 1.0}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--corpus", type=Path, default=BESIDE / "corpus" / "fit")
    options.add_argument("--vectors", type=Path, default=BESIDE / "reference" / "vectors")
    given = options.parse_args()
    figures = _vectors(given.vectors) | _published(given.vectors) | _devices(given.corpus)
    report("oracles", figures, MOST, LEAST)


def _vectors(folder: Path) -> dict[str, float]:
    found = compare(json.loads((folder / "vectors.json").read_text()))
    failed = [each for each in found if not each.holds]
    for each in failed:
        print(f"{each.key} {each.field or ''}: ours {each.ours!r}, published {each.published!r}")
    print(f"vectors: {len(found)} figures of {len({each.key for each in found})} keys, {len(failed)} differ")
    return {"vectors": len(found), "vectors_failed": len(failed)}


def _published(folder: Path) -> dict[str, float]:
    table = list(csv.DictReader((folder / "daniels_vdot_table.csv").read_text().splitlines()))
    deviations = [
        abs(vdot(metres, float(row[column])) - float(row["vdot"]))
        for row in table
        for column, metres in DISTANCES_M.items()
    ]
    rows = list(csv.DictReader((folder / "clarke_skiba_2013_bikescore.csv").read_text().splitlines()))
    days = [index for index, row in enumerate(rows) if row["Test_5min_Power"]]
    tests = [float(rows[day]["Test_5min_Power"]) for day in days]
    loads = np.array([float(row["BikeScore"]) for row in rows])
    squares = errors(PUBLISHED, loads, days, tests).squared_error
    print(f"VDOT table: {len(deviations)} times, at most {max(deviations):.4f} away")
    print(f"Clarke and Skiba: squared error {squares:.3f}, published {PUBLISHED_SQUARES:.3f}")
    return {
        "vdot_table_deviation": max(deviations),
        "clarke_skiba_deviation": abs(squares - PUBLISHED_SQUARES),
    }


def _devices(folder: Path) -> dict[str, float]:
    found = list(comparisons(folder))
    used = [each for each in found if each.excluded is None]
    for each in found:
        _print(each)
    differences = [abs(each.difference_pct) for each in used]
    loads = [each for each in used if each.device_load and each.formula_load]
    return {
        "files": len(used),
        "excluded": len(found) - len(used),
        "median_pct": median(differences),
        "within_2pct": _share([difference <= NEAR_PCT for difference in differences]),
        "loads": len(loads),
        "load_within_2pct": _share([is_same_load(each.formula_load, each.device_load) for each in loads]),
        "own_load_within_2pct": _share([is_same_load(each.our_load, each.device_load) for each in loads]),
    }


def _print(each: Comparison) -> None:
    why = f"  excluded: {each.excluded}" if each.excluded else ""
    values = f"device {each.device_w:5.0f} W, ours {each.our_w:6.1f} W, {each.difference_pct:+6.2f} %"
    print(f"{each.file[:48]:48} {values}{why}")


def _share(flags: list[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


if __name__ == "__main__":
    main()
