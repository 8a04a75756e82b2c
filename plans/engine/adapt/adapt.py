"""The one question: what should change?"""

from __future__ import annotations

from plans.engine.adapt.model import Adaptation, Situation


def adapt(now: Situation) -> Adaptation | None:
    """The most urgent change that was not proposed yet, or None."""
    del now
    return None
