import io
import json
from collections import deque
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from athletes.sources.files import FileError
from athletes.sources.garmin_export.activities import speed_factor
from athletes.sources.garmin_export.rows import rows

OBJECTS = st.lists(
    st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=20) | st.none(), max_size=3)
)


def read(text: str | bytes, *, wrapped: bool = False, piece: int | None = None) -> list[Any]:
    source = io.BytesIO(text.encode() if isinstance(text, str) else text)
    return list(rows(lambda size: source.read(piece or size), wrapped=wrapped))


@given(OBJECTS, st.integers(1, 9))
@pytest.mark.long
def test_an_array_gives_its_elements_in_pieces_of_any_size(objects, piece):
    assert read(json.dumps(objects), piece=piece) == objects
    assert read(json.dumps(objects, ensure_ascii=False, indent=1), piece=piece) == objects


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[{"summarizedActivitiesExport": [{"a": 1}, {"b": 2}]}]', [{"a": 1}, {"b": 2}]),
        ('{"summarizedActivitiesExport":[{"a":1}]}', [{"a": 1}]),
        ('[{"summarizedActivitiesExport":[]}]', []),
        ('[{"a": 1}, {"b": 2}]', [{"a": 1}, {"b": 2}]),
        ("[ ]", []),
    ],
)
def test_an_array_in_an_object_is_found(text, found):
    for piece in (1, 5, None):
        assert read(text, wrapped=True, piece=piece) == found


def test_a_single_object_yields_itself_and_a_mark_at_the_start_is_passed_over():
    assert read('\ufeff{"a": [1, 2]}') == [{"a": [1, 2]}]
    assert read("\ufeff[1]") == [1]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("", []),
        ("nonsense", []),
        ('[{"a": 1}, {"b": ', [{"a": 1}]),
        ('[{"a": 1}, {"b": 2}', [{"a": 1}, {"b": 2}]),
        ('[{"a": 1}, oh', [{"a": 1}]),
        ("[" * 100_000, []),
        ('[{"a": 1}, ' + "9" * 5_000 + "]", [{"a": 1}]),
    ],
)
def test_what_comes_before_the_damage_is_kept(text, before):
    found: list[Any] = []
    source = io.BytesIO(text.encode())

    with pytest.raises(FileError, match="JSON_DAMAGED"):
        deque(map(found.append, rows(source.read)), maxlen=0)

    assert found == before


def test_one_endless_element_is_not_read_to_its_end():
    asked = 0

    def endless(size: int) -> bytes:
        nonlocal asked
        asked += size
        return b'[{"a": "' + b"x" * size if asked == size else b"x" * size

    with pytest.raises(FileError, match="JSON_DAMAGED"):
        list(rows(endless))
    assert asked < 16 * 1024 * 1024


def test_numbers_that_are_none_become_null():
    assert read('[{"a": NaN, "b": -Infinity}]') == [{"a": None, "b": None}]


@pytest.mark.parametrize(
    ("speed", "distance_m", "duration_s", "factor"),
    [(0.8, 4_800, 600, 10.0), (1e-320, 1e15, 1, None), (1e15, 1e-320, 1e15, None)],
)
def test_a_speed_has_the_unit_that_fits_or_none(speed, distance_m, duration_s, factor):
    assert speed_factor(speed, distance_m, duration_s) == factor
