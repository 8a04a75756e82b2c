"""What an athlete's numbers are measured against on one day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

type Sex = Literal["female", "male"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The thresholds that hold on the day of an activity; None is "not known", and what needs it stays None.

    Paces are seconds per kilometre (running) and seconds per 100 m (critical swim speed). `running_ftp_w` is
    running power's own threshold: the cycling FTP never stands in for it.
    """

    ftp_w: float | None = None
    running_ftp_w: float | None = None
    lthr_bpm: float | None = None
    hr_max_bpm: float | None = None
    hr_rest_bpm: float | None = None
    sex: Sex | None = None
    threshold_pace_s_per_km: float | None = None
    css_s_per_100m: float | None = None
