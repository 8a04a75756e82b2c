"""What people type is kept as it can be seen."""

from __future__ import annotations

import pytest

from config.core.storable import typed


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  How was\n my  week? ", "How was my week?"),
        ("\u200b\ufeff", ""),
        ("a\x00b", "ab"),
        ("\u202etxet", "txet"),
        ("\uffff", ""),
    ],
)
def test_what_shows_nothing_or_turns_the_line_around_goes(said: str, kept: str) -> None:
    assert typed(said) == kept
