"""What a simulated athlete does on a day: sessions that add up to the day's load, as fractions of θ."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from athletes.sources.records import RecordedActivity, Sport
from athletes.sources.simulator.ability import Ability
from athletes.sources.simulator.athlete import SimulatedAthlete
from athletes.sources.simulator.chance import Use, generator
from athletes.sources.simulator.profile import Profile
from athletes.sources.simulator.recording import Origin, record
from athletes.sources.simulator.sessions import SessionSpec, session
from athletes.sources.simulator.workouts import MINUTE, Role, Step, Terrain, Workout

SOURCE, DEVICE = "simulator", "Simulated watch"
_ZONE = ZoneInfo("UTC")
_LEAST_LOAD = 12.0
_SHORTEST_S, _LONGEST_S = 15 * MINUTE, 7 * 60 * MINUTE
_TUESDAY, _WEDNESDAY, _THURSDAY, _FRIDAY, _SATURDAY = 1, 2, 3, 4, 5
_EASY = {Sport.CYCLING: 0.58, Sport.RUNNING: 0.74}
_STEADY = {_WEDNESDAY: Sport.RUNNING, _FRIDAY: Sport.RUNNING, _SATURDAY: Sport.CYCLING}
_BESTS = ((3, 12), (20,), (4, 12), (20,))
"""Minutes of the all-out efforts by week of the rhythm: 20 of them every fortnight."""

_RUN_BEST = 12


def activities_on(athlete: SimulatedAthlete, day: date, profile: Profile) -> tuple[RecordedActivity, ...]:
    """The recordings of a day at 1 Hz, without any sensor fault; none on a day of rest or without data."""
    index = athlete.index(day)
    if not 0 <= index < athlete.n or athlete.columns["load"][index] != athlete.loads[index]:
        return ()
    origin = Origin(athlete.seed, SOURCE, DEVICE, _ZONE)
    ability = ability_on(athlete, day, profile)
    return tuple(record(spec, ability, origin) for spec in sessions_on(athlete, day))


def ability_on(athlete: SimulatedAthlete, day: date, profile: Profile) -> Ability:
    """The body of a day: θ of the hidden state, and the noise of the profile's channels."""
    person, noise = athlete.person, profile.activity
    theta = float(athlete.state.threshold[athlete.index(day)])
    return Ability(
        ftp_w=person.ftp_w * theta,
        threshold_speed_mps=person.threshold_speed_mps * theta,
        lthr_running_bpm=person.lthr_running_bpm,
        lthr_cycling_bpm=person.lthr_cycling_bpm,
        hr_rest_bpm=person.resting_hr_bpm,
        hr_max_bpm=person.hr_max_bpm,
        weight_kg=person.weight_kg,
        hr_rise_s=person.hr_rise_s,
        hr_fall_s=person.hr_fall_s,
        hr_drift_per_minute=person.hr_drift_per_minute,
        power_sd=noise.power_sd,
        wind_mps=noise.wind_mps,
        gps_m=noise.gps_m,
        altitude_noise_m=noise.altitude_m,
    )


def sessions_on(athlete: SimulatedAthlete, day: date) -> tuple[SessionSpec, ...]:
    """The session of a day whose load is the day's; none on a day of rest."""
    index = athlete.index(day)
    load = float(athlete.loads[index])
    if load < _LEAST_LOAD:
        return ()
    week = index // 7
    workout = _filled(_hard(athlete, day.weekday(), week), load) or _steady(day.weekday(), load)
    speed = athlete.person.threshold_speed_mps * float(athlete.state.threshold[index])
    return (session(day, 1, workout, speed, generator(athlete.seed, Use.SESSION, index)),)


def _hard(athlete: SimulatedAthlete, weekday: int, week: int) -> Workout | None:
    """Intervals on Tuesdays, all-out efforts on Thursdays; every fourth Tuesday a time trial on foot."""
    person = athlete.person
    if weekday == _THURSDAY:
        minutes = _BESTS[week % len(_BESTS)]
        efforts = [(m, 1.0 + person.w_prime_s / (m * MINUTE)) for m in minutes]
        return _workout(Sport.CYCLING, "All-out " + " + ".join(f"{m} min" for m in minutes), efforts, rest=12)
    if weekday != _TUESDAY:
        return None
    if week % 4 == 1:
        effort = 1.0 + person.d_prime_s / (_RUN_BEST * MINUTE)
        return _workout(Sport.RUNNING, f"Time trial {_RUN_BEST} min", [(_RUN_BEST, effort)], rest=0)
    return _workout(Sport.CYCLING, "Intervals 4×5 min", [(5, 1.02)] * 4, rest=4)


def _workout(sport: Sport, name: str, efforts: list[tuple[int, float]], rest: int) -> Workout:
    steps: list[Step] = []
    for minutes, effort in efforts:
        steps += [Step(Role.WORK, effort, minutes * MINUTE), Step(Role.RECOVER, 0.48, rest * MINUTE)]
    return Workout(sport, tuple(steps[:-1]), name, rpe=8, terrain=Terrain.FLAT)


def _filled(workout: Workout | None, load: float) -> Workout | None:
    """The workout between a warm-up and a cool-down that bring the rest of the load; None with too little."""
    if workout is None:
        return None
    easy = _EASY[workout.sport]
    left = load - sum(step.seconds / 36.0 * step.effort**2 for step in workout.steps)
    around_s = round(left * 36.0 / easy**2)
    if around_s < _SHORTEST_S:
        return None
    warmup = Step(Role.WARMUP, easy, around_s * 3 // 5)
    cooldown = Step(Role.COOLDOWN, easy, around_s - warmup.seconds)
    steps = (warmup, *workout.steps, cooldown)
    return Workout(workout.sport, steps, workout.name, workout.rpe, workout.terrain)


def _steady(weekday: int, load: float) -> Workout:
    """An easy session as long as the load asks for."""
    sport = _STEADY.get(weekday, Sport.RUNNING if weekday > _SATURDAY else Sport.CYCLING)
    effort = _EASY[sport] + 0.06
    seconds = min(max(round(load * 36.0 / effort**2), _SHORTEST_S), _LONGEST_S)
    terrain = Terrain.HILLY if weekday == _SATURDAY else Terrain.ROLLING
    name = "Long session" if weekday >= _SATURDAY else "Easy session"
    return Workout(sport, (Step(Role.STEADY, effort, seconds),), name, terrain=terrain)
