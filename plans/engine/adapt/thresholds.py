"""A new threshold: the same sessions with new targets."""

from __future__ import annotations

from collections.abc import Iterator

from plans.engine.adapt.events import name_of, of_kind, sentence
from plans.engine.adapt.model import Adaptation
from plans.engine.adapt.proposing import Look, proposal
from plans.engine.adapt.sessions import of_kind as session_of_kind


def threshold_changed(look: Look) -> Iterator[Adaptation | None]:
    """Targets in zones and per cent follow by themselves; what is written otherwise is written anew."""
    events = of_kind(look.now, "threshold")
    if not events:
        return
    draft, why = look.draft(), sentence(events, "the same sessions get new targets.")
    told = tuple(item for event in events for item in event.evidence)
    for uid, session in draft.free():
        same = session_of_kind(session, look.spec, least=session.minutes, most=session.minutes)
        if same is not None:
            draft.put(uid, same, why, *told)
    yield proposal(look, draft, "threshold", name_of("threshold", events), why, told)
