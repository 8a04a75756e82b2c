"""Whatever happens to Claude, the rules answer, and soon."""

from __future__ import annotations

import pytest

from analysis.evaluation import costs, fallbacks
from analysis.evaluation.people import Somebody


def test_the_rules_answer_in_every_trouble_within_a_second_of_the_deadline(
    healthy: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fallbacks, "DEADLINE_S", 0.5)

    found = fallbacks.gates([healthy])

    assert found["fallback_delivered"].details == dict.fromkeys(fallbacks.TROUBLES, True)
    assert found["fallback_after_deadline_s"].passed


def test_a_weekly_review_costs_no_more_than_promised(healthy: Somebody) -> None:
    found = costs.gates([healthy])

    assert 0.03 < (found["weekly_cost_batch_usd"].value or 0) <= 0.06
    assert found["weekly_cost_interactive_usd"].passed
