"""The activities of a made-up account: six a week by weekday, each drawn from the account's seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.doubles.garmin import recording

TYPES = {
    "running": (1, "running", 17),
    "cycling": (10, "road_biking", 2),
    "swimming": (27, "lap_swimming", 26),
    "multisport": (89, "multi_sport", 17),
}
WEEK = ("", "running", "swimming", "cycling", "running", "cycling", "running")
"""By weekday; Monday is for resting."""
SIZES_S = (1_800, 2_700, 3_600)
NAMES = {"running": "Run", "cycling": "Ride", "swimming": "Pool swim", "multisport": "Triathlon"}


@dataclass(frozen=True)
class Outing:
    """One activity. `start` is in UTC, `sport` as the neutral records name it."""

    id: int
    sport: str
    name: str
    start: datetime
    utc_offset_s: int
    seconds: int
    is_manual: bool = False
    parent_id: int | None = None

    @property
    def local_start(self) -> datetime:
        """Wall clock time without zone."""
        return (self.start + timedelta(seconds=self.utc_offset_s)).replace(tzinfo=None)

    @property
    def day(self) -> date:
        return self.local_start.date()

    @property
    def distance_m(self) -> float:
        legs = recording.LEGS if self.sport == "multisport" else (self.sport,)
        return sum(recording.SPEEDS_MPS[leg] * (self.seconds // len(legs)) for leg in legs)

    @property
    def heart_bpm(self) -> int:
        return recording.HEARTS_BPM.get(self.sport, 140)

    @property
    def power_w(self) -> int | None:
        return recording.POWERS_W.get(self.sport)

    @property
    def type_key(self) -> str:
        return TYPES[self.sport][1]

    @property
    def file(self) -> bytes:
        """The original FIT file."""
        return recording.fit_file(self.sport, self.seconds, self.start, self.utc_offset_s)

    @property
    def children(self) -> tuple[Outing, ...]:
        """The legs of a multisport activity, which the list hides."""
        if self.sport != "multisport":
            return ()
        length = self.seconds // 3
        return tuple(
            Outing(
                self.id + 1 + number,
                sport,
                f"{self.name} {NAMES[sport]}",
                self.start + timedelta(seconds=number * length),
                self.utc_offset_s,
                length,
                parent_id=self.id,
            )
            for number, sport in enumerate(recording.LEGS)
        )


def outing_of(seed: int, day: date, slot: int, zone: ZoneInfo, seconds: int | None) -> Outing | None:
    """The `slot`th activity of a day (0 in the morning, 1 in the evening), None on a day of rest."""
    sport = WEEK[day.weekday()] or ("running" if slot else "")
    if not sport:
        return None
    chance = Random(f"{seed}:{day}:{slot}")
    moment = datetime.combine(day, time(6 + 11 * slot, chance.randint(0, 59), chance.randint(0, 59)), zone)
    offset = moment.utcoffset()
    assert offset is not None
    return Outing(
        identity(seed, day, slot),
        sport,
        f"{day:%A} {NAMES[sport].lower()}",
        moment.astimezone(UTC),
        round(offset.total_seconds()),
        seconds or chance.choice(SIZES_S),
    )


def identity(seed: int, day: date, slot: int) -> int:
    """A number that grows with time within an account and is different in every account."""
    return 20_000_000_000 + seed % 1_000_000 * 10_000_000 + (day.toordinal() % 900_000) * 10 + slot * 4
