"""VDOT and training paces against independent figures and the published table."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.science import training_paces, vdot
from tests.metrics.science.conftest import VECTORS

MILE, HALF, MARATHON = 1609.344, 21_097.5, 42_195.0
FIGURES = {
    "vdot_1500_in_05:00": (1500, 300, 54.45661098256624),
    "vdot_1609.344_in_05:00": (MILE, 300, 59.4042016093287),
    "vdot_3000_in_10:00": (3000, 600, 58.84917390453153),
    "vdot_5000_in_20:00": (5000, 1200, 49.806233428066335),
    "vdot_10000_in_40:00": (10_000, 2400, 51.9440826680247),
    "vdot_10000_in_50:00": (10_000, 3000, 40.01205049340948),
    "vdot_21097.5_in_1:30:00": (HALF, 5400, 50.97690626805135),
    "vdot_42195_in_3:00:00": (MARATHON, 10_800, 53.52826876260377),
    "vdot_42195_in_4:00:00": (MARATHON, 14_400, 37.904316180851566),
}
DISTANCES = {
    "1500": 1500,
    "mile": MILE,
    "3k": 3000,
    "5k": 5000,
    "10k": 10_000,
    "15k": 15_000,
    "half": HALF,
    "marathon": MARATHON,
}
TIMES = {
    30: (510, 550, 1076, 1841, 3829, 5901, 8477, 17_389),
    50: (324, 350, 693, 1196, 2480, 3814, 5491, 11_440),
    70: (240, 259, 515, 896, 1861, 2854, 4103, 8593),
    85: (203, 219, 434, 757, 1579, 2418, 3471, 7275),
}
TABLE = {
    30: (1840, 3826, 8464, 17_357),
    35: (1620, 3363, 7453, 15_363),
    40: (1448, 3003, 6659, 13_785),
    45: (1310, 2716, 6020, 12_506),
    50: (1197, 2481, 5495, 11_449),
    55: (1102, 2286, 5058, 10_561),
    60: (1023, 2122, 4689, 9805),
    65: (954, 1981, 4373, 9155),
    70: (895, 1860, 4101, 8590),
    75: (843, 1754, 3863, 8095),
    80: (798, 1661, 3654, 7658),
    85: (757, 1579, 3470, 7270),
}
"""Daniels' published times over 5 km, 10 km, half marathon and marathon."""

PACES = {
    "E59": (0.59, 351.8899960645827),
    "E74": (0.74, 293.53305723793676),
    "M84": (0.84, 264.986716951396),
    "T88": (0.88, 255.19714141950425),
    "I975": (0.975, 234.85734260699257),
    "I100": (1.0, 230.08603322489705),
}


@pytest.mark.parametrize("key", FIGURES)
def test_vdot_of_a_time_holds(key: str) -> None:
    metres, seconds, expected = FIGURES[key]

    assert vdot.vdot(metres, seconds) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("key", FIGURES)
def test_vdot_vectors_hold(key: str, vectors: dict[str, Any]) -> None:
    metres, seconds, _ = FIGURES[key]

    assert vdot.vdot(metres, seconds) == pytest.approx(vectors[key], rel=1e-12)


@pytest.mark.parametrize("value", TIMES)
def test_the_times_of_a_vdot_are_those_of_the_formula_to_the_second(value: int) -> None:
    ours = [vdot.time_for(value, metres) for metres in DISTANCES.values()]

    assert ours == pytest.approx(TIMES[value], abs=1)


@pytest.mark.parametrize("value", range(30, 90, 5))
def test_the_times_of_a_vdot_hold_in_the_vectors(value: int, vectors: dict[str, Any]) -> None:
    for name, text in vectors[f"vdot_times_{value}"].items():
        parts = [int(each) for each in text.split(":")]
        seconds = sum(part * 60**place for place, part in enumerate(reversed(parts)))
        assert vdot.time_for(value, DISTANCES[name]) == pytest.approx(seconds, abs=1)


@pytest.mark.parametrize("value", TABLE)
def test_the_published_table_holds_within_a_tenth(value: int) -> None:
    distances = (5000, 10_000, HALF, MARATHON)
    ours = [vdot.vdot(metres, seconds) for metres, seconds in zip(distances, TABLE[value], strict=True)]

    assert ours == pytest.approx([value] * 4, abs=0.1)


def test_our_copy_of_the_table_is_the_one_beside_the_project(vectors: dict[str, Any]) -> None:
    with (VECTORS / "daniels_vdot_table.csv").open() as file:
        rows = {int(row[0]): tuple(map(int, row[1:])) for row in list(csv.reader(file))[1:]}

    assert rows == TABLE


@given(value=st.floats(vdot.LOWEST, vdot.HIGHEST), metres=st.floats(800, 100_000))
def test_time_and_vdot_are_inverse(value: float, metres: float) -> None:
    assert vdot.vdot(metres, vdot.time_for(value, metres)) == pytest.approx(value, rel=1e-9)


@given(value=st.floats(20, 80), metres=st.floats(1500, 42_195), factor=st.floats(1.01, 2))
def test_the_fitter_and_the_shorter_are_faster(value: float, metres: float, factor: float) -> None:
    time = vdot.time_for(value, metres)

    assert vdot.time_for(value * 1.01, metres) < time
    assert vdot.time_for(value, metres * factor) > time * factor


@pytest.mark.parametrize("value", [0, 9.9, 95.1, float("nan")])
def test_a_vdot_that_nobody_has_has_no_time(value: float) -> None:
    with pytest.raises(ValueError, match="lies between 10 and 95"):
        vdot.time_for(value, 5000)


@pytest.mark.parametrize("key", PACES)
def test_paces_at_vdot_50_hold(key: str) -> None:
    fraction, expected = PACES[key]

    assert training_paces.pace_at(50, fraction) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("key", PACES)
def test_pace_vectors_hold(key: str, vectors: dict[str, Any]) -> None:
    ours = training_paces.pace_at(50, PACES[key][0])

    assert ours == pytest.approx(vectors["vdot50_paces_s_per_km"][key], rel=1e-12)


def test_training_paces_go_from_easy_to_fast() -> None:
    paces = training_paces.training_paces(50)

    assert [each.name for each in paces] == ["easy", "marathon", "threshold", "interval", "repetition"]
    assert [round(each.slow_s_per_km) for each in paces] == [352, 290, 268, 240, 221]
    assert [round(each.fast_s_per_km) for each in paces] == [294, 265, 255, 230, 213]
