"""What is missing, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

type LackCode = Literal["THRESHOLD_MISSING", "DURATION_UNKNOWN"]

NAMES = {
    "ftp_w": "threshold power (FTP)",
    "running_ftp_w": "threshold power for running",
    "lthr_bpm": "threshold heart rate (LTHR)",
    "hr_max_bpm": "highest heart rate",
    "threshold_pace_s_per_km": "threshold pace",
    "css_s_per_100m": "critical swim speed (CSS)",
}


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a target cannot be told in numbers; `threshold` is the field of `Thresholds` that would help."""

    code: LackCode
    threshold: str

    @property
    def message(self) -> str:
        """One sentence that says what to enter."""
        if not self.threshold:
            return "A distance without a known speed has no duration: give the step a time."
        return f"Enter the {NAMES[self.threshold]}: a step needs it."
