"""What is found of invented athletes, over a short history."""

from __future__ import annotations

from analysis.evaluation import detection


def test_recall_and_precision_are_told_for_every_kind() -> None:
    found = detection.gates(range(1_000, 1_002), days=240)

    assert set(found) == {
        "illness_recall_nominal",
        "illness_false_alarms_per_year_nominal",
        "illness_recall_hard",
        "illness_false_alarms_per_year_hard",
        "healthy_false_alarms_per_year",
    }
    table = found["illness_recall_nominal"].details or {}
    assert {"illness_onset", "overreaching", "sleep_debt", "detraining"} <= set(table)
    assert set(table["illness_onset"]) == {"events", "recall", "precision", "false_alarms_per_year"}
