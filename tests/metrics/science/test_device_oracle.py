"""Weighted power of real files against the figure the head unit computed itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from athletes.sources.files import read_file
from benchmarks.support.device_oracle import EXCLUDED
from metrics.science.activity import measure
from metrics.science.thresholds import Thresholds

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"


def candidates() -> list[str]:
    """The files of one session that tells a weighted power, by the corpus' own list."""
    manifest = CORPUS / "MANIFEST.tsv"
    rows = manifest.read_text().splitlines()[1:] if manifest.is_file() else []
    facts = [(row.split("\t")[0], row.split("\t")[7]) for row in rows]
    return [path for path, told in facts if "sessions=1," in told and re.search(": NP=[1-9]", told)]


def test_the_corpus_has_the_devices_figures(corpus: Path) -> None:
    assert len(candidates()) == 25


@pytest.mark.parametrize("path", candidates() or [pytest.param("", marks=pytest.mark.skip("no corpus"))])
def test_weighted_power_is_the_devices_within_two_percent_or_a_watt(path: str, corpus: Path) -> None:
    reason = next((why for name, why in EXCLUDED.items() if name in path), None)
    recorded = read_file((corpus / path).read_bytes(), path)
    device = recorded.device.weighted_power_w
    ours = measure(recorded, Thresholds()).weighted_power_w
    agrees = ours == pytest.approx(device, rel=0.02, abs=1)
    assert agrees == (reason is None), f"{device} W by the device, {ours} W by us; {reason}"
