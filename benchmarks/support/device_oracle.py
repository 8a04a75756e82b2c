"""Weighted power and load of real files beside the figures that the head unit computed itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from athletes.sources.files import FileError, read_file
from athletes.sources.records import RecordedActivity
from metrics.science import power
from metrics.science.activity import measure
from metrics.science.thresholds import Thresholds

EXCLUDED = {
    "goldencheetah__IpBike-HRV-Data": "408 W is impossible for its own records: average 244, highest 495",
    "elevate__alexania": "edited after recording: its session says average 171, its records 161",
    "sweatpy__2020-06-01-16-52-40": "94 s with a pause that the device's window runs across; ours never does",
}
"""Files whose device figure cannot be met, each with its cause; a name is the beginning of a file's."""

LOAD_EXCLUDED = {
    "fitparse__sample-activity-indoor-trainer": "the device counted less than the timer: drop-outs left out",
}

SAME_INTENSITY = 0.01
"""A session's load follows from its threshold only when its intensity is weighted power over that."""

SMALL_LOAD = 0.5
"""Loads of a minute or two are compared absolutely: the device rounds to a tenth."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One session: what the device says, what we say, and why it does not count if it does not.

    `formula_load` is our formula and our time with the device's weighted power; `our_load` is ours alone.
    """

    file: str
    device_w: float
    our_w: float
    device_load: float | None
    formula_load: float | None
    our_load: float | None
    excluded: str | None

    @property
    def difference_pct(self) -> float:
        return 100 * (self.our_w / self.device_w - 1)


def comparisons(folder: Path) -> Iterator[Comparison]:
    """All sessions of the FIT files in `folder` whose device tells a weighted power that we know too."""
    for path in sorted(folder.glob("*.fit")):
        try:
            recorded = read_file(path.read_bytes(), path.name)
        except FileError:
            continue
        for session in recorded.legs or (recorded,):
            if (found := _compare(path.name, session)) is not None:
                yield found


def _compare(name: str, session: RecordedActivity) -> Comparison | None:
    device = session.device
    if not device.weighted_power_w:
        return None
    numbers = measure(session, Thresholds(ftp_w=device.ftp_w))
    if numbers.weighted_power_w is None:
        return None
    formula, ours = _loads(session, numbers.timer_s, numbers.weighted_power_w)
    counts = formula is not None and not _cause(name, LOAD_EXCLUDED)
    return Comparison(
        file=name,
        device_w=device.weighted_power_w,
        our_w=numbers.weighted_power_w,
        device_load=device.load if counts else None,
        formula_load=formula,
        our_load=ours,
        excluded=_cause(name, EXCLUDED),
    )


def _loads(
    session: RecordedActivity, timer_s: float | None, our_w: float
) -> tuple[float | None, float | None]:
    """The load by our formula from the device's weighted power and from ours; None where it told no rule."""
    device = session.device
    told = power.intensity(device.weighted_power_w, device.ftp_w)
    if not device.load or device.intensity is None or told is None:
        return None, None
    if abs(told - device.intensity) > SAME_INTENSITY:
        return None, None
    return power.load(timer_s, told), power.load(timer_s, power.intensity(our_w, device.ftp_w))


def is_same_load(ours: float, device: float) -> bool:
    """Within 2 %, or half a point."""
    return abs(ours - device) <= max(0.02 * device, SMALL_LOAD)


def _cause(name: str, causes: dict[str, str]) -> str | None:
    return next((why for start, why in causes.items() if name.startswith(start)), None)
