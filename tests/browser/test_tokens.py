"""The colours of both themes, by the numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static" / "css"
COLOUR = re.compile(r"--([\w-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\)")
TOKENS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in COLOUR.findall((CSS / "tokens.css").read_text())
}
TEXTS = ["text", "muted", "accent", "ok", "warn", "bad"]
GROUNDS = ["bg", "surface", "raised", "sunken"]
LINES = [
    "fitness", "fatigue", "form-fresh", "form-steady", "form-deep",
    "heart", "power", "pace", "sleep", "cadence", "height",
]  # fmt: skip


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str, theme: str) -> float:
    """The ratio of WCAG 2.2 between two tokens."""
    high, low = sorted((luminance(TOKENS[first][theme]), luminance(TOKENS[second][theme])), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", [*TEXTS, *LINES])
def test_text_is_readable_on_every_ground(text: str, ground: str, theme: str) -> None:
    assert contrast(text, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tone", ["ok", "warn", "bad", "accent"])
def test_tones_are_readable_on_their_soft_ground(tone: str, theme: str) -> None:
    assert contrast(tone, f"{tone}-soft", theme) >= 4.5
    assert contrast("text", f"{tone}-soft", theme) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_on_what_is_chosen_are_readable(theme: str) -> None:
    assert contrast("text", "picked", theme) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_on_the_accent_are_readable(theme: str) -> None:
    assert contrast("on-accent", "accent", theme) >= 4.5
    assert contrast("on-accent", "accent-strong", theme) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["bg", "surface"])
def test_edges_of_controls_can_be_seen(ground: str, theme: str) -> None:
    assert contrast("edge", ground, theme) >= 3


def test_only_the_tokens_hold_raw_colours() -> None:
    for sheet in CSS.glob("*.css"):
        if sheet.name != "tokens.css":
            raw = re.findall(r"#[0-9a-f]{3,8}\b(?![^{]*\{)|rgb\(", sheet.read_text(), re.IGNORECASE)
            assert raw == [], sheet.name
