"""Profiles: every effect size and all noise of the simulator, in TOML files that anyone can write."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

PROFILES = Path(__file__).parent / "profiles"

type Range = tuple[float, float]
type Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PersonRanges:
    """Within which limits athletes differ; units are in the names, gains and drift are fractions."""

    resting_hr_bpm: Range
    ln_rmssd: Range
    sleep_h: Range
    respiration_rpm: Range
    stress: Range
    weight_kg: Range
    hr_max_bpm: Range
    ftp_w: Range
    threshold_speed_mps: Range
    weekly_load: Range
    fitness_days: Range
    fatigue_days: Range
    fitness_gain: Range
    fatigue_ratio: Range
    w_prime_s: Range
    d_prime_s: Range
    hr_rise_s: Range
    hr_fall_s: Range
    hr_drift_per_minute: Range
    female_share: float
    cycle_share: float
    cycle_days: Range


@dataclass(frozen=True, slots=True)
class Noise:
    """Standard deviations of one day, and the shares of what is skipped, missing and weighed."""

    carry_over: float
    coupling: float
    resting_hr_bpm: Range
    ln_rmssd: Range
    sleep_h: Range
    respiration_rpm: Range
    stress: Range
    weight_kg: Range
    compliance: float
    skipped: float
    missing: float
    weighed: float


@dataclass(frozen=True, slots=True)
class Body:
    """Everyday effects on resting heart rate and HRV: hard days, fatigue, weekends, the luteal phase."""

    hard_day_resting_hr: float
    hard_day_ln_rmssd: float
    fatigue_resting_hr_bpm: float
    fatigue_ln_rmssd: float
    weekend_resting_hr_bpm: float
    weekend_ln_rmssd: float
    weekend_sleep_h: float
    luteal_resting_hr: float
    luteal_ln_rmssd: float


@dataclass(frozen=True, slots=True)
class ActivityNoise:
    """Noise of the channels of an activity."""

    power_sd: float
    wind_mps: float
    gps_m: float
    altitude_m: float


@dataclass(frozen=True, slots=True)
class EventProfile:
    """One sort of event: how often, how long, what it does to each value; `kind` is its name in the truth."""

    kind: str
    rate_per_year: float
    days: Range = (0.0, 0.0)
    lead_days: int = 0
    rise_days: Range = (0.0, 0.0)
    fall_days: Range = (0.0, 0.0)
    resting_hr_bpm: Range = (0.0, 0.0)
    ln_rmssd: Range = (0.0, 0.0)
    respiration_rpm: Range = (0.0, 0.0)
    sleep_h: Range = (0.0, 0.0)
    stress: Range = (0.0, 0.0)
    threshold: Range = (0.0, 0.0)
    size: Range = (0.0, 0.0)
    load_factor: Range = (1.0, 1.0)
    return_days: int = 0
    apart_days: int = 0
    nuisance: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that a simulated athlete is drawn from."""

    name: str
    effect_scale: float
    noise_scale: float
    person: PersonRanges
    noise: Noise
    body: Body
    activity: ActivityNoise
    events: Mapping[str, EventProfile]


def load_profile(name_or_path: str | Path) -> Profile:
    """The profile of this name ("nominal", "hard"), or of a TOML file in the same form.

    A file may name another profile in `extends` and hold only what differs. Raises FileNotFoundError for an
    unknown name and ValueError for a key that is unknown or missing.
    """
    table = _read(name_or_path)
    parts = {"person": PersonRanges, "noise": Noise, "body": Body, "activity": ActivityNoise}
    _refuse_unknown(table, {field.name for field in fields(Profile)}, "the profile")
    try:
        return Profile(
            name=table["name"],
            effect_scale=float(table["effect_scale"]),
            noise_scale=float(table["noise_scale"]),
            events={
                name: _part(EventProfile, {"kind": name} | each) for name, each in table["events"].items()
            },
            **{name: _part(of, table[name]) for name, of in parts.items()},
        )
    except KeyError as error:
        raise ValueError(f"The profile has no {error}.") from error


def _read(name_or_path: str | Path) -> dict[str, Any]:
    path = Path(name_or_path)
    if not path.suffix:
        path = PROFILES / f"{name_or_path}.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    basis = table.pop("extends", None)
    return _merged(_read(basis), table) if basis else table


def _merged(basis: dict[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    """The basis with what the table says otherwise, table by table."""
    merged = dict(basis)
    for name, value in table.items():
        known = merged.get(name)
        merged[name] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return merged


def _part[T](of: type[T], table: Table) -> T:
    _refuse_unknown(table, {field.name for field in fields(of)}, of.__name__)  # type: ignore[arg-type]
    values = {name: tuple(map(float, v)) if isinstance(v, list) else v for name, v in table.items()}
    try:
        return of(**values)
    except TypeError as error:
        raise ValueError(f"{of.__name__}: {error}") from error


def _refuse_unknown(table: Table, known: set[str], where: str) -> None:
    if unknown := sorted(set(table) - known):
        raise ValueError(f"Unknown in {where}: {', '.join(unknown)}.")
