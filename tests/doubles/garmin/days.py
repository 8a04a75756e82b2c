"""What a made-up athlete's watch measured on one local day: the truth behind every answer."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

STATUSES = ("MAINTAINING", "PRODUCTIVE", "RECOVERY", "UNPRODUCTIVE", "PEAKING", "OVERREACHING")
LEVELS = ("POOR", "LOW", "MODERATE", "HIGH", "PRIME")
NOT_YET_TODAY = (
    "floors",
    "moderate_min",
    "vigorous_min",
    "active_kcal",
    "spo2_pct",
    "spo2_low_pct",
    "respiration_waking_rpm",
    "hr_max_bpm",
    "stress_max",
)


@dataclass(frozen=True)
class Truth:
    """One local day. The first fields are named as `RecordedDay` names them, the rest as `EstimateKind`.

    None is "not measured". Every endpoint that gives a value gives this one.
    """

    date: date
    resting_hr_bpm: float | None = None
    hrv_rmssd_ms: float | None = None
    sleep_s: float | None = None
    sleep_score: float | None = None
    stress: float | None = None
    body_battery_high: float | None = None
    respiration_rpm: float | None = None
    weight_kg: float | None = None
    steps: int | None = None
    hr_min_bpm: float | None = None
    hr_max_bpm: float | None = None
    hrv_high_ms: float | None = None
    deep_sleep_s: float | None = None
    light_sleep_s: float | None = None
    rem_sleep_s: float | None = None
    awake_s: float | None = None
    nap_s: float | None = None
    stress_max: float | None = None
    body_battery_low: float | None = None
    body_battery_charged: float | None = None
    body_battery_drained: float | None = None
    respiration_waking_rpm: float | None = None
    spo2_pct: float | None = None
    spo2_low_pct: float | None = None
    body_fat_pct: float | None = None
    distance_m: float | None = None
    floors: float | None = None
    moderate_min: float | None = None
    vigorous_min: float | None = None
    active_kcal: float | None = None
    resting_kcal: float | None = None
    sleep_start: datetime | None = None
    sleep_end: datetime | None = None
    training_readiness: int | None = None
    training_status: str | None = None
    acute_load: float | None = None
    chronic_load: float | None = None
    vo2max_running: float | None = None
    vo2max_cycling: float | None = None
    fitness_age: float | None = None
    race_5k_s: int | None = None
    race_10k_s: int | None = None
    race_half_s: int | None = None
    race_marathon_s: int | None = None
    ftp_w: int | None = None
    lthr_bpm: int | None = None
    threshold_pace_s_per_km: float | None = None
    endurance_score: int | None = None
    hill_score: int | None = None

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, each.name) is None for each in fields(self) if each.name != "date")

    @property
    def is_worn(self) -> bool:
        return self.steps is not None

    @property
    def has_sleep(self) -> bool:
        return self.sleep_s is not None

    @property
    def weekly_hrv(self) -> int:
        return round(self.hrv_rmssd_ms or 0) - 1

    @property
    def readiness_level(self) -> str:
        return LEVELS[min(4, (self.training_readiness or 0) // 20)]


def day_of(seed: int, day: date, zone: ZoneInfo, *, is_whole: bool = False) -> Truth:
    """The day as the account `seed` has it: some lack a channel, one in 23 has nothing at all.

    A whole day lacks nothing.
    """
    ordinal = day.toordinal() + seed
    if ordinal % 23 == 9 and not is_whole:
        return Truth(day)
    chance = Random(f"{seed}:{day}")
    values = _body(chance) | _walking(chance) | _estimates(chance, day)
    if ordinal % 17 != 5 or is_whole:
        values |= _night(chance, day, zone)
        if ordinal % 13 != 4 or is_whole:
            values |= _variability(chance)
    else:
        values["training_readiness"] = None
    if ordinal % 7 == 3 and not is_whole:
        values |= {"spo2_pct": None, "spo2_low_pct": None}
    if ordinal % 3 == 0 or is_whole:
        values["weight_kg"] = round(chance.uniform(69, 71), 1)
        values["body_fat_pct"] = round(chance.uniform(14, 16), 1) if ordinal % 2 else None
    return Truth(day, **values)


def _body(chance: Random) -> dict:
    resting = chance.randint(44, 52)
    high = chance.randint(70, 98)
    return {
        "resting_hr_bpm": resting,
        "hr_min_bpm": resting - chance.randint(1, 4),
        "hr_max_bpm": chance.randint(120, 182),
        "stress": chance.randint(18, 40),
        "stress_max": chance.randint(70, 99),
        "body_battery_high": high,
        "body_battery_low": chance.randint(10, 40),
        "body_battery_charged": chance.randint(40, 70),
        "body_battery_drained": chance.randint(40, 70),
        "respiration_waking_rpm": chance.randint(13, 16),
        "spo2_pct": chance.randint(94, 97),
        "spo2_low_pct": chance.randint(84, 90),
    }


def _walking(chance: Random) -> dict:
    steps = chance.randint(3_000, 18_000)
    return {
        "steps": steps,
        "distance_m": round(steps * 0.8),
        "floors": float(chance.randint(0, 25)),
        "moderate_min": chance.randint(0, 60),
        "vigorous_min": chance.randint(0, 90),
        "active_kcal": chance.randint(200, 1_200),
        "resting_kcal": 1_650,
    }


def _night(chance: Random, day: date, zone: ZoneInfo) -> dict:
    deep, light, rem, awake = (chance.randint(low, low + 60) * 60 for low in (50, 200, 70, 5))
    bed = datetime.combine(day - timedelta(days=1), datetime.min.time(), zone)
    start = bed.replace(hour=22, minute=chance.randint(0, 59)).astimezone(UTC)
    return {
        "sleep_s": deep + light + rem,
        "sleep_score": chance.randint(55, 95),
        "deep_sleep_s": deep,
        "light_sleep_s": light,
        "rem_sleep_s": rem,
        "awake_s": awake,
        "nap_s": 0 if day.day % 5 else 1_200,
        "respiration_rpm": chance.randint(12, 15),
        "sleep_start": start,
        "sleep_end": start + timedelta(seconds=deep + light + rem + awake),
    }


def _variability(chance: Random) -> dict:
    hrv = chance.randint(45, 75)
    return {"hrv_rmssd_ms": hrv, "hrv_high_ms": hrv + chance.randint(15, 40)}


def _estimates(chance: Random, day: date) -> dict:
    month = day.year * 12 + day.month
    return {
        "training_readiness": chance.randint(15, 97),
        "training_status": STATUSES[day.toordinal() // 7 % len(STATUSES)],
        "acute_load": chance.randint(250, 700),
        "chronic_load": chance.randint(300, 600),
        "vo2max_running": 50 + month % 7 / 2,
        "vo2max_cycling": 52 + month % 5 / 2,
        "fitness_age": 25 + month % 30 / 10,
        "race_5k_s": 1_200 + month % 9,
        "race_10k_s": 2_500 + month % 11,
        "race_half_s": 5_600 + month % 13,
        "race_marathon_s": 11_900 + month % 17,
        "ftp_w": 250 + month % 10,
        "lthr_bpm": 168 + month % 4,
        "threshold_pace_s_per_km": 250.0,
        "endurance_score": 5_000 + month % 10 * 20,
        "hill_score": 40 + month % 12,
    }
