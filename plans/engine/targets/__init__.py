"""What a target asks of one athlete on one day."""

from plans.engine.targets.lack import Lack
from plans.engine.targets.resolve import Resolved, resolve

__all__ = ["Lack", "Resolved", "resolve"]
