"""The one question: what should change?"""

from __future__ import annotations

from collections.abc import Iterator

from plans.engine.adapt import breaks, illness, keys, recovery
from plans.engine.adapt.model import Adaptation, Situation
from plans.engine.adapt.proposing import Look, look_of
from plans.engine.adapt.replan import planned_anew
from plans.engine.adapt.thresholds import threshold_changed
from plans.engine.relax import Engine


def adapt(now: Situation, *, engine: Engine = "exact") -> Adaptation | None:
    """The most urgent change that was not proposed yet, or None; the same for the same situation.

    Illness and injury come first, then what was missed for days, changed races and times, low recovery, a
    missed key session, a new threshold, and last what would be more. Nothing before tomorrow is touched, and
    nothing that a person made, edited or locked.
    """
    look = look_of(now)
    if look is None:
        return None
    for found in _found(look, engine):
        if found is not None and found.fingerprint not in now.answered:
            return found
    return None


def _found(look: Look, engine: Engine) -> Iterator[Adaptation | None]:
    yield from illness.marked(look)
    yield from illness.signs(look)
    yield from breaks.days_missed(look)
    yield from planned_anew(look, "race", engine)
    yield from planned_anew(look, "availability", engine)
    yield from recovery.low(look)
    yield from keys.key_missed(look)
    yield from threshold_changed(look)
    yield from recovery.good(look)
