"""What a workout will take and give, in the numbers that will measure it when it is done."""

from plans.engine.prediction.effort import Effort, effort
from plans.engine.prediction.predict import Prediction, predict, rounded
from plans.engine.prediction.zone_minutes import split_minutes

__all__ = ["Effort", "Prediction", "effort", "predict", "rounded", "split_minutes"]
