"""Settings of Claude that would only fail later."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.checks import claude


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"AI_ENABLED": True}, ["analysis.W001"]),
        ({"AI_ENABLED": True, "ANTHROPIC_API_KEYS": ["a-key"]}, []),
        ({"AI_PROFILE": "compatibel"}, ["analysis.E001"]),
        ({"ANTHROPIC_BASE_URL": "localhost:11434"}, ["analysis.E002"]),
        ({"AI_PROFILE": "compatible"}, ["analysis.E003"]),
        ({"AI_ENABLED": True, "AI_PROFILE": "compatible", "ANTHROPIC_BASE_URL": "http://localhost:8000"}, []),
    ],
)
def test_settings_that_do_not_fit_together_are_named(
    settings: Any, changes: dict[str, Any], found: list[str]
) -> None:
    plain = {
        "AI_ENABLED": False,
        "ANTHROPIC_API_KEYS": [],
        "ANTHROPIC_BASE_URL": "",
        "AI_PROFILE": "anthropic",
    }
    for name, value in (plain | changes).items():
        setattr(settings, name, value)

    assert [each.id for each in claude()] == found
