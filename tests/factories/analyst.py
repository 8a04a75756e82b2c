"""One row in every table of the analyst."""

from __future__ import annotations

from datetime import date
from typing import Any

from analysis import models as analyst
from athletes.models import Athlete


def one_of_each(athlete: Athlete, word: str) -> None:
    """A row in every table of the analyst; `word` stands for what people say and health values."""
    said = {"text": word}
    analysis = analyst.Analysis.objects.create(
        athlete=athlete,
        engine=analyst.Analysis.Engine.CLAUDE,
        start=date(2026, 3, 1),
        end=date(2026, 3, 8),
        pack_sha256="0" * 64,
        prompt_version="weekly-1.0.0+plain",
        pack={"values": [said]},
        body={"headline": said},
        original={"headline": said},
    )
    of_it: dict[str, Any] = {"athlete": athlete, "analysis": analysis}
    prompt = analyst.PromptVersion.objects.create(name="weekly", version="1.0.0+plain", sha256="1" * 64)
    analyst.AnalysisRecord.objects.create(
        analysis=analysis, prompt=prompt, model="claude", sent=word, raw_answers=[word]
    )
    analyst.Question.objects.create(**of_it, about=word, kind=word, text=word)
    analyst.Advice.objects.create(**of_it, key="R1", kind=word, category="sleep")
    analyst.Feedback.objects.create(**of_it, author=athlete.user, verdict="useful", note=word)
    analyst.Memory.objects.create(athlete=athlete, text=word)
    analyst.AIPreferences.objects.create(athlete=athlete)
    _talk(athlete, word)
    _spend(athlete, word)


def _talk(athlete: Athlete, word: str) -> None:
    conversation = analyst.Conversation.objects.create(athlete=athlete, author=athlete.user, title=word)
    turn = analyst.Turn.objects.create(
        conversation=conversation, question=word, engine="claude", answer=[{"text": word}]
    )
    analyst.ChatProposal.objects.create(turn=turn, kind="fact", body={"text": word})


def _spend(athlete: Athlete, word: str) -> None:
    if not analyst.Price.objects.exists():
        free = dict.fromkeys(("input_usd", "output_usd", "cache_write_5m_usd", "cache_write_1h_usd"), 0)
        analyst.Price.objects.create(model="claude", valid_from=date(2026, 1, 1), cache_read_usd=0, **free)
    analyst.SpendAccount.objects.create(scope="site")
    analyst.AIUsage.objects.create(athlete=athlete, purpose="weekly", model="claude")
    batch = analyst.Batch.objects.create(model="claude")
    pack = {"values": [word]}
    analyst.BatchItem.objects.create(batch=batch, athlete=athlete, pack=pack, sent=word)
