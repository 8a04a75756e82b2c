"""A gate passes by its target alone, and never by not having been tried."""

from __future__ import annotations

from analysis.evaluation.gates import at_least, at_most, share


def test_a_gate_says_its_value_its_target_and_whether_it_holds() -> None:
    assert at_least(0.98, 0.98).to_json() == {"value": 0.98, "target": ">= 0.98", "passed": True}
    assert at_most(0.021, 0.02).to_json() == {"value": 0.021, "target": "<= 0.02", "passed": False}


def test_what_was_never_tried_has_not_been_shown() -> None:
    assert share(0, 0) is None
    assert not at_least(share(0, 0), 0.0).passed
    assert not at_most(share(0, 0), 1.0).passed
