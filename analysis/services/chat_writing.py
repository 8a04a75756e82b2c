"""A turn as it is told: what is said, withheld and proposed is stored at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.utils import timezone

from analysis.analysts.base import Claim
from analysis.answer import fill
from analysis.chat.gathered import Gathered
from analysis.chat.loop import Looking, Pause, Sentence, Step, Trace, Withheld
from analysis.models import ChatProposal, Turn
from analysis.safety import Alert
from config.core.logging import logger

LOOK_EVERY_S = 1.0

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing for the page: a CLAIM, a reviewed text, a tool that is asked, or the end."""

    kind: Literal["claim", "safety", "looking", "withheld", "pause", "end"]
    value: dict[str, Any]


class Writer:
    """Stores a turn as it is told."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._looked_at = timezone.now()
        self.state: str = Turn.State.RUNNING

    def warn(self, alerts: tuple[Alert, ...]) -> Iterator[Told]:
        self._turn.safety = [{"code": alert.code, "advice": alert.advice} for alert in alerts]
        self._store("safety")
        for each in self._turn.safety:
            yield Told("safety", each)

    def begin_claude(self, model: str, prompt_version: str) -> None:
        self._turn.engine, self._turn.model, self._turn.prompt_version = "claude", model, prompt_version
        self._store("engine", "model", "prompt_version")

    def begin_rules(self) -> None:
        self._turn.engine = "rules"
        self._store("engine")

    def say(self, claim: Claim, gathered: Gathered) -> Told:
        pack = gathered.whole()
        shown = fill(claim, pack)
        self._turn.answer = [*self._turn.answer, shown]
        cited = {value["id"] for value in self._turn.evidence}
        fresh = [pack.by_id[slot.ref] for slot in claim.slots if slot.ref not in cited]
        plain = [
            {**asdict(value), "start": value.start.isoformat(), "end": value.end.isoformat()}
            for value in fresh
        ]
        self._turn.evidence = [*self._turn.evidence, *plain]
        self._store("answer", "evidence")
        return Told("claim", shown)

    def take(self, step: Step, gathered: Gathered) -> Told:
        if isinstance(step, Sentence):
            return self.say(step.claim, gathered)
        if isinstance(step, Looking):
            return Told("looking", {"tool": step.tool})
        if isinstance(step, Withheld):
            self._turn.dropped += 1
            self._store("dropped")
            log.info("chat_sentence_withheld", turn=str(self._turn.uid), codes=list(step.codes))
            return Told("withheld", {})
        assert isinstance(step, Pause)  # noqa: S101 - the four kinds of step there are
        return Told("pause", {})

    def is_stopped(self) -> bool:
        """Looks into the database once a second: the button is another process."""
        now = timezone.now()
        if (now - self._looked_at).total_seconds() < LOOK_EVERY_S:
            return False
        self._looked_at = now
        return not Turn.objects.filter(pk=self._turn.pk, state=Turn.State.RUNNING).exists()

    def keep(self, trace: Trace, gathered: Gathered) -> None:
        self._turn.trace, self._turn.request_ids = trace.calls, trace.request_ids
        if not self._store("trace", "request_ids"):
            return
        ChatProposal.objects.bulk_create(
            ChatProposal(turn=self._turn, kind=str(each["kind"]), body=each["body"])
            for each in gathered.proposals
        )

    def close(self, state: str, reason: str = "") -> None:
        """Once; a turn that somebody stopped stays stopped."""
        rows = Turn.objects.filter(pk=self._turn.pk, state=Turn.State.RUNNING)
        rows.update(state=state, reason=reason[:200], ended_at=timezone.now())
        left = Turn.objects.filter(pk=self._turn.pk).values("state", "reason").first()
        self.state = left["state"] if left else Turn.State.STOPPED
        self._turn.reason = left["reason"] if left else ""

    def _store(self, *names: str) -> bool:
        """False where the conversation was erased meanwhile: what nobody may read is not kept."""
        values = {name: getattr(self._turn, name) for name in names}
        return bool(Turn.objects.filter(pk=self._turn.pk).update(**values))
