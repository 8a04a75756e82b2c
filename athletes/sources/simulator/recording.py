"""A planned session → the activity as a watch would have recorded it, at 1 Hz."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from athletes.sources.records import Column, RecordedActivity, Samples, Sport
from athletes.sources.simulator import motion, routes
from athletes.sources.simulator.ability import Ability
from athletes.sources.simulator.chance import Use, generator
from athletes.sources.simulator.clock import Clock, clock
from athletes.sources.simulator.heart import heart_rate
from athletes.sources.simulator.laps import climbed, laps, mean, peak
from athletes.sources.simulator.motion import Motion
from athletes.sources.simulator.sessions import SessionSpec
from athletes.sources.simulator.shapes import wander

_INDOORS_C = 20.0
_ROUTE_COUNT = 6
_BAROMETER_S = 120
_DECIMALS = {"speed_mps": 3, "distance_m": 2, "altitude_m": 1, "latitude_deg": 7, "longitude_deg": 7}
_KCAL_PER_KG_KM = {Sport.RUNNING: 1.0, Sport.CYCLING: 0.4}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a recording comes from: the seed of all chance in it, the source, the device, the local time."""

    seed: int
    source: str
    device_name: str
    zone: ZoneInfo


def record(spec: SessionSpec, ability: Ability, origin: Origin) -> RecordedActivity:
    """The activity of a session: the same for the same seed, whatever was asked before."""
    draws = generator(origin.seed, Use.STREAM, spec.day.toordinal(), spec.slot)
    ticks = clock(spec, draws)
    samples = _samples(spec, ability, ticks, origin.seed, draws)
    channels, start = samples.channels, datetime.combine(spec.day, spec.start, tzinfo=origin.zone)
    offset = start.utcoffset() or timedelta()
    return RecordedActivity(
        sport=spec.sport,
        sub_sport=_sub_sport(spec),
        name=spec.name,
        start_time=start.astimezone(UTC),
        utc_offset_s=int(offset.total_seconds()),
        samples=samples,
        elapsed_s=float(ticks.elapsed_s),
        timer_s=float(samples.time_s.size),
        distance_m=float(channels["distance_m"][-1]),
        ascent_m=climbed(channels.get("altitude_m")),
        avg_heart_rate_bpm=mean(channels["heart_rate_bpm"]),
        max_heart_rate_bpm=peak(channels["heart_rate_bpm"]),
        avg_power_w=mean(channels.get("power_w")),
        avg_speed_mps=mean(channels["speed_mps"]),
        calories_kcal=_calories(spec.sport, ability.weight_kg, channels),
        rpe=None if spec.rpe is None else float(spec.rpe),
        device_name=origin.device_name,
        pauses=ticks.pauses(),
        has_timer_events=True,
        laps=laps(spec, ticks, samples),
        source=origin.source,
        external_id=f"{origin.source}:{origin.seed}:{spec.day.isoformat()}:{spec.slot}",
    )


def _samples(
    spec: SessionSpec, ability: Ability, ticks: Clock, seed: int, draws: np.random.Generator
) -> Samples:
    effort = np.repeat([step.effort for step in spec.steps], [step.seconds for step in spec.steps])
    move = motion.run if spec.sport is Sport.RUNNING else motion.ride
    moved = move(spec, ability, effort, draws)
    air_c = _INDOORS_C if spec.is_indoors else air_temperature(spec.day, seed)
    channels = _body(spec, ability, ticks, moved, air_c, draws)
    channels |= _way(spec, ability, ticks, moved, air_c, seed, draws)
    recorded = ~ticks.is_paused
    return Samples(
        time_s=np.flatnonzero(recorded).astype(np.float64),
        channels={name: _rounded(name, column)[recorded] for name, column in channels.items()},
    )


def _body(
    spec: SessionSpec, ability: Ability, ticks: Clock, moved: Motion, air_c: float, draws: np.random.Generator
) -> dict[str, Column]:
    """What the body gives; the bike for the commute has neither power meter nor cadence sensor."""
    intensity = _elapsed(moved.intensity, ticks, standing=0.0)
    channels = {"heart_rate_bpm": heart_rate(spec, ability, intensity, air_c, draws)}
    if not spec.workout.is_commute:
        channels["cadence_rpm"] = _elapsed(moved.cadence_rpm, ticks, standing=0.0)
        if moved.power_w is not None:
            channels["power_w"] = _elapsed(moved.power_w, ticks, standing=0.0)
    return channels


def _way(
    spec: SessionSpec,
    ability: Ability,
    ticks: Clock,
    moved: Motion,
    air_c: float,
    seed: int,
    draws: np.random.Generator,
) -> dict[str, Column]:
    """Speed and distance, and outdoors the place, the altitude and the temperature."""
    speed = _elapsed(moved.speed_mps, ticks, standing=0.0)
    distance = np.cumsum(speed) - speed[0]
    channels = {"speed_mps": speed, "distance_m": distance}
    if spec.is_indoors:
        return channels
    latitude, longitude = _places(spec, distance, seed)
    drift_deg = ability.gps_m / routes.METRES_PER_DEGREE
    channels["latitude_deg"] = latitude + wander(draws, distance.size, 30, drift_deg)
    channels["longitude_deg"] = longitude + wander(draws, distance.size, 30, drift_deg)
    channels["altitude_m"] = moved.altitude_m[ticks.moving_s] + wander(
        draws, distance.size, _BAROMETER_S, ability.altitude_noise_m
    )
    channels["temperature_c"] = air_c + 1.5 * np.arange(distance.size) / 7200.0
    return channels


def _places(spec: SessionSpec, distance: Column, seed: int) -> tuple[Column, Column]:
    """The commute is always the same road, anything else one of a few favourite loops."""
    if spec.workout.is_commute:
        return routes.road(distance, generator(seed, Use.ROUTE))
    favourite = 1 + int(generator(seed, Use.ROUTE, spec.day.toordinal(), spec.slot).integers(_ROUTE_COUNT))
    return routes.loop(distance, generator(seed, Use.ROUTE, favourite))


def air_temperature(day: date, seed: int) -> float:
    """Degrees Celsius at the start: a temperate year, coldest in mid-January, and the weather of the day."""
    year = np.cos(2 * np.pi * (day.timetuple().tm_yday - 17) / 365.25)
    return float(11.0 - 9.0 * year + generator(seed, Use.WEATHER, day.toordinal()).normal(0.0, 3.0))


def _elapsed(column: Column, ticks: Clock, standing: float) -> Column:
    return np.where(ticks.is_standing, standing, column[ticks.moving_s])


def _rounded(name: str, column: Column) -> Column:
    return np.round(column, _DECIMALS.get(name, 0))


def _sub_sport(spec: SessionSpec) -> str:
    if spec.sport is Sport.RUNNING:
        return "street"
    if spec.is_indoors:
        return "indoor_cycling"
    return "commuting" if spec.workout.is_commute else "road"


def _calories(sport: Sport, weight_kg: float, channels: dict[str, Column]) -> float:
    """Work in kJ is about the energy burnt in kcal; without power it goes by weight and distance."""
    if "power_w" in channels:
        return float(round(channels["power_w"].sum() / 1000.0))
    return float(round(_KCAL_PER_KG_KM[sport] * weight_kg * channels["distance_m"][-1] / 1000.0))
