"""Profiles hold every effect size, and anybody can write one."""

from __future__ import annotations

from pathlib import Path

import pytest

from athletes.sources.simulator import load_profile


def test_the_hard_profile_has_more_noise_and_smaller_effects() -> None:
    nominal, hard = load_profile("nominal"), load_profile("hard")
    assert (nominal.effect_scale, nominal.noise_scale) == (1.0, 1.0)
    assert (hard.effect_scale, hard.noise_scale) == (0.6, 1.5)
    assert hard.events == nominal.events


def test_the_effects_are_those_of_the_literature() -> None:
    profile = load_profile("nominal")
    illness = profile.events["illness_onset"]
    assert (illness.resting_hr_bpm, illness.ln_rmssd, illness.lead_days) == ((4.0, 9.0), (-0.12, -0.35), 2)
    assert (profile.body.hard_day_resting_hr, profile.body.hard_day_ln_rmssd) == (0.013, -0.047)
    assert profile.events["threshold_rise"].size == (0.03, 0.08)
    assert profile.noise.carry_over == 0.35


def test_a_file_says_only_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "calm.toml"
    path.write_text(
        'name = "calm"\nextends = "nominal"\n[noise]\nmissing = 0.0\n[events.alcohol]\nrate_per_year = 1'
    )
    calm, nominal = load_profile(path), load_profile("nominal")
    assert (calm.name, calm.noise.missing, calm.events["alcohol"].rate_per_year) == ("calm", 0.0, 1)
    assert calm.noise.skipped == nominal.noise.skipped
    assert calm.events["alcohol"].resting_hr_bpm == nominal.events["alcohol"].resting_hr_bpm


def test_two_sorts_of_events_can_be_of_one_kind() -> None:
    events = load_profile("nominal").events
    assert [name for name, event in events.items() if event.kind == "overreaching"] == [
        "overreaching",
        "overreaching_parasympathetic",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('extends = "nominal"\n[noise]\nloud = 1', "Unknown in Noise: loud."),
        ('extends = "nominal"\ncolour = "red"', "Unknown in the profile: colour."),
        ('name = "empty"', "The profile has no 'effect_scale'."),
        ('extends = "nominal"\n[events.storm]\ndays = [1, 2]', "EventProfile"),
    ],
)
def test_what_is_wrong_in_a_profile_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text)
    with pytest.raises(ValueError, match=message):
        load_profile(path)


def test_an_unknown_name_is_no_profile() -> None:
    with pytest.raises(FileNotFoundError):
        load_profile("impossible")
