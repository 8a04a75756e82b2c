"""The plan while it is being changed: only what may be touched can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from metrics.science.signals.model import Evidence
from plans.engine.adapt.model import Act, Change, Entry, Situation
from plans.engine.rules import Session

type Told = tuple[str, tuple[Evidence, ...]]

COUNTED_TODAY = ("planned", "done", "partly")


@dataclass
class Draft:
    """`now` stays as it is; what is put here comes out as `changes`."""

    now: Situation
    _after: dict[str, Session | None] = field(default_factory=dict)
    _told: dict[str, Told] = field(default_factory=dict)
    _added: list[tuple[Session, Told]] = field(default_factory=list)

    @property
    def tomorrow(self) -> date:
        return self.now.today + timedelta(days=1)

    def free(self, start: date | None = None, end: date = date.max) -> list[tuple[str, Session]]:
        """What may be changed on days of `[start, end)`, as it stands now, by day; never before tomorrow."""
        first = max(start or self.tomorrow, self.tomorrow)
        found = [
            (entry.uid, session)
            for entry in self.now.sessions
            if is_free(self.now, entry) and (session := self._after.get(entry.uid, entry.session)) is not None
        ]
        inside = [each for each in found if first <= each[1].day < end]
        return sorted(inside, key=lambda each: (each[1].day, each[1].slot, each[0]))

    def sessions(self) -> tuple[Session, ...]:
        """Everything from today on as it would be: what stands, what was changed, what was added."""
        kept = [each for each in self._standing() if each is not None]
        return tuple(
            sorted([*kept, *(each for each, _ in self._added)], key=lambda each: (each.day, each.slot))
        )

    def fixed(self) -> tuple[Session, ...]:
        """Of these the ones that stay: today's, and what a person made or locked."""
        kept = [each for each in self.now.sessions if not is_free(self.now, each)]
        return tuple(each.session for each in kept if _counts(self.now, each))

    def on(self, day: date) -> list[Session]:
        return [each for each in self.sessions() if each.day == day]

    def put(self, uid: str, session: Session | None, reason: str, *evidence: Evidence) -> None:
        """In place of the session `uid`; None removes it. What may not be touched is refused."""
        entry = next(each for each in self.now.sessions if each.uid == uid)
        if not is_free(self.now, entry) or (session is not None and session.day <= self.now.today):
            raise ValueError("the past, today and what a person made or locked stay as they are")
        self._after[uid] = session
        self._told.setdefault(uid, (reason, evidence))

    def add(self, session: Session, reason: str, *evidence: Evidence) -> None:
        if session.day <= self.now.today:
            raise ValueError("nothing is added before tomorrow")
        slot = 1 + max((each.slot for each in self.on(session.day)), default=0)
        self._added.append((replace(session, slot=slot), (reason, evidence)))

    def changes(self) -> tuple[Change, ...]:
        """By day, only what differs."""
        found = [
            *self._changed(),
            *(Change("add", None, None, each, *told) for each, told in self._added),
        ]
        return tuple(sorted(found, key=_order))

    def _standing(self) -> Iterator[Session | None]:
        for entry in self.now.sessions:
            if _counts(self.now, entry):
                yield self._after.get(entry.uid, entry.session)

    def _changed(self) -> Iterator[Change]:
        for entry in self.now.sessions:
            if entry.uid in self._after:
                act = _act(entry.session, self._after[entry.uid])
                if act is not None:
                    yield Change(
                        act, entry.uid, entry.session, self._after[entry.uid], *self._told[entry.uid]
                    )


def is_free(now: Situation, entry: Entry) -> bool:
    """Planned for tomorrow or later, and nobody locked, made or edited it."""
    kept = entry.locked or entry.by_hand or entry.state != "planned"
    return not kept and entry.session.day > now.today


def _counts(now: Situation, entry: Entry) -> bool:
    """Still to be done, or today's."""
    day = entry.session.day
    return (day > now.today and entry.state == "planned") or (
        day == now.today and entry.state in COUNTED_TODAY
    )


def _act(before: Session, after: Session | None) -> Act | None:
    if after is None:
        return "remove"
    if after == before:
        return None
    if after.day != before.day:
        return "move"
    return "resize" if after.kind == before.kind and after.minutes != before.minutes else "swap"


def _order(change: Change) -> tuple[date, int, str]:
    session = change.before or change.after
    return (session.day, session.slot, change.session or "") if session else (date.max, 0, "")
