"""How near what was done came to what was planned: interval by interval where laps allow."""

from plans.engine.adherence.compare import adherence
from plans.engine.adherence.model import Adherence, Lap, Size, StepResult

__all__ = ["Adherence", "Lap", "Size", "StepResult", "adherence"]
