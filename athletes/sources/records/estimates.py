"""What a watch or its maker computes itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EstimateKind(StrEnum):
    """What a watch or its maker computes itself, by its unit's name where it has one."""

    TRAINING_READINESS = "training_readiness"
    TRAINING_STATUS = "training_status"
    ACUTE_LOAD = "acute_load"
    CHRONIC_LOAD = "chronic_load"
    VO2MAX_RUNNING = "vo2max_running"
    VO2MAX_CYCLING = "vo2max_cycling"
    FITNESS_AGE = "fitness_age"
    RACE_5K = "race_5k_s"
    RACE_10K = "race_10k_s"
    RACE_HALF = "race_half_s"
    RACE_MARATHON = "race_marathon_s"
    FTP = "ftp_w"
    LTHR = "lthr_bpm"
    THRESHOLD_PACE = "threshold_pace_s_per_km"
    ENDURANCE_SCORE = "endurance_score"
    HILL_SCORE = "hill_score"

    @property
    def label(self) -> str:
        """Words for people."""
        return ESTIMATE_LABELS[self]


ESTIMATE_LABELS: dict[EstimateKind, str] = {
    EstimateKind.TRAINING_READINESS: "Training readiness",
    EstimateKind.TRAINING_STATUS: "Training status",
    EstimateKind.ACUTE_LOAD: "Acute load",
    EstimateKind.CHRONIC_LOAD: "Chronic load",
    EstimateKind.VO2MAX_RUNNING: "VO₂max, running",
    EstimateKind.VO2MAX_CYCLING: "VO₂max, cycling",
    EstimateKind.FITNESS_AGE: "Fitness age",
    EstimateKind.RACE_5K: "5 km prediction",
    EstimateKind.RACE_10K: "10 km prediction",
    EstimateKind.RACE_HALF: "Half marathon prediction",
    EstimateKind.RACE_MARATHON: "Marathon prediction",
    EstimateKind.FTP: "Threshold power",
    EstimateKind.LTHR: "Threshold heart rate",
    EstimateKind.THRESHOLD_PACE: "Threshold pace",
    EstimateKind.ENDURANCE_SCORE: "Endurance score",
    EstimateKind.HILL_SCORE: "Hill score",
}


@dataclass(frozen=True, slots=True)
class RecordedEstimate:
    """One estimate of one local day: a number (`value`) or a word (`text`)."""

    date: date
    kind: EstimateKind
    value: float | None = None
    text: str = ""
    source: str = "file"
    ai_allowed: bool = True
