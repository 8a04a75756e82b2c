"""Every figure of the published vectors, by the table that the benchmark of oracles prints."""

from __future__ import annotations

from typing import Any

from benchmarks.support.vectors import compare


def test_every_key_of_the_vectors_is_compared_and_every_figure_holds(vectors: dict[str, Any]) -> None:
    found = compare(vectors)

    assert {each.key for each in found} == set(vectors)
    assert [each for each in found if not each.holds] == []
