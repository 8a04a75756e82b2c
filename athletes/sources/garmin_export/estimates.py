"""Rows of an export's metrics files, and what the watch estimates in them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Final

from pydantic import Field

from athletes.sources.garmin.answers import Years
from athletes.sources.garmin.days import Noted
from athletes.sources.garmin.lenient import Answer, Instant, LocalDay, Text, measured, within
from athletes.sources.garmin_export.layout import Kind
from athletes.sources.records import EstimateKind

Load = Annotated[float | None, within(0, 20_000)]
Score = Annotated[float | None, measured(1, 30_000)]
RaceSeconds = Annotated[float | None, measured(300, 200_000)]

AFTER_WAKING: Final = "AFTER_WAKEUP_RESET"
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


class MetricsRow(Answer):
    """What every row has: its day, and when it was computed. Of several a day the last one counts."""

    calendar_date: LocalDay | None = None
    timestamp: Instant | None = None

    @property
    def day(self) -> date | None:
        return self.calendar_date

    @property
    def rank(self) -> tuple[Any, ...]:
        """The highest of a day counts, of equal ones the last in the file."""
        return (self.timestamp or _LONG_AGO,)

    def noted(self) -> tuple[Noted, ...]:
        raise NotImplementedError


class Readiness(MetricsRow):
    score: Annotated[float | None, within(0, 100)] = None
    input_context: Text | None = None

    @property
    def rank(self) -> tuple[Any, ...]:
        """The one after waking counts; where no device says which that is, the first of the day."""
        earlier_s = -self.timestamp.timestamp() if self.timestamp else 0.0
        return (self.input_context == AFTER_WAKING, earlier_s)

    def noted(self) -> tuple[Noted, ...]:
        return _numbers((EstimateKind.TRAINING_READINESS, self.score))


class TrainingLoad(MetricsRow):
    acute: Load = Field(None, alias="dailyTrainingLoadAcute")
    chronic: Load = Field(None, alias="dailyTrainingLoadChronic")

    def noted(self) -> tuple[Noted, ...]:
        return _numbers((EstimateKind.ACUTE_LOAD, self.acute), (EstimateKind.CHRONIC_LOAD, self.chronic))


class MaxMet(MetricsRow):
    vo2max: Annotated[float | None, measured(10, 100)] = Field(None, alias="vo2MaxValue")
    sport: Text | None = None

    def noted(self) -> tuple[Noted, ...]:
        is_cycling = (self.sport or "").upper() == "CYCLING"
        kind = EstimateKind.VO2MAX_CYCLING if is_cycling else EstimateKind.VO2MAX_RUNNING
        return _numbers((kind, self.vo2max))


class RacePredictions(MetricsRow):
    five_km: RaceSeconds = Field(None, alias="raceTime5K")
    ten_km: RaceSeconds = Field(None, alias="raceTime10K")
    half: RaceSeconds = Field(None, alias="raceTimeHalf")
    marathon: RaceSeconds = Field(None, alias="raceTimeMarathon")

    def noted(self) -> tuple[Noted, ...]:
        return _numbers(
            (EstimateKind.RACE_5K, self.five_km),
            (EstimateKind.RACE_10K, self.ten_km),
            (EstimateKind.RACE_HALF, self.half),
            (EstimateKind.RACE_MARATHON, self.marathon),
        )


class TrainingHistory(MetricsRow):
    training_status: Text | None = None

    def noted(self) -> tuple[Noted, ...]:
        word = (self.training_status or "").strip()
        return (Noted(EstimateKind.TRAINING_STATUS, text=word),) if word else ()


class Endurance(MetricsRow):
    score: Score = Field(None, alias="overallScore")

    def noted(self) -> tuple[Noted, ...]:
        return _numbers((EstimateKind.ENDURANCE_SCORE, self.score))


class Hill(MetricsRow):
    score: Score = Field(None, alias="overallScore")

    def noted(self) -> tuple[Noted, ...]:
        return _numbers((EstimateKind.HILL_SCORE, self.score))


class FitnessAge(MetricsRow):
    as_of: LocalDay | None = Field(None, alias="asOfDateGmt")
    age: Years = Field(None, alias="currentBioAge")

    @property
    def day(self) -> date | None:
        return self.calendar_date or self.as_of

    def noted(self) -> tuple[Noted, ...]:
        return _numbers((EstimateKind.FITNESS_AGE, self.age))


MODELS: Final[dict[Kind, type[MetricsRow]]] = {
    Kind.READINESS: Readiness,
    Kind.TRAINING_LOAD: TrainingLoad,
    Kind.MAX_MET: MaxMet,
    Kind.RACES: RacePredictions,
    Kind.HISTORY: TrainingHistory,
    Kind.ENDURANCE: Endurance,
    Kind.HILL: Hill,
    Kind.FITNESS_AGE: FitnessAge,
}


def _numbers(*found: tuple[EstimateKind, float | None]) -> tuple[Noted, ...]:
    return tuple(Noted(kind, value) for kind, value in found if value is not None)
