"""What two analyses say differently."""

from __future__ import annotations

from typing import Any

from analysis.comparing import compare_advice, compare_findings


def claim(text: str, *refs: str) -> dict[str, Any]:
    return {"text": text, "template": text, "slots": [{"ref": ref} for ref in refs]}


def body(*findings: dict[str, Any], advice: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"findings": list(findings), "recommendations": list(advice)}


def finding(kind: str, text: str, *refs: str, severity: str = "info") -> dict[str, Any]:
    return {"kind": kind, "severity": severity, "claims": [claim(text, *refs)]}


def test_what_is_new_changed_the_same_and_gone_is_told_in_the_order_of_the_later_one() -> None:
    before = body(finding("sleep_debt", "short"), finding("form_low", "low"), finding("ramp_high", "steep"))
    after = body(finding("load_spike", "much"), finding("form_low", "lower"), finding("sleep_debt", "short"))

    pairs = compare_findings(before, after)

    assert [pair.change for pair in pairs] == ["new", "changed", "same", "gone"]
    assert pairs[3].before == finding("ramp_high", "steep")


def test_the_same_words_at_another_gravity_have_changed() -> None:
    (pair,) = compare_findings(
        body(finding("form_low", "low")), body(finding("form_low", "low", severity="act"))
    )

    assert pair.change == "changed"


def test_of_vague_kinds_only_what_speaks_of_the_same_values_belongs_together() -> None:
    before = body(finding("other", "nights", "sleep.7"), finding("other", "load", "load.7"))
    after = body(finding("other", "more load", "load.30"))

    pairs = compare_findings(before, after)

    assert [(pair.change, pair.before and pair.before["claims"][0]["text"]) for pair in pairs] == [
        ("changed", "load"),
        ("gone", "nights"),
    ]


def test_two_of_a_kind_are_told_one_by_one() -> None:
    pairs = compare_findings(
        body(finding("data_gap", "a"), finding("data_gap", "b")), body(finding("data_gap", "a"))
    )

    assert [pair.change for pair in pairs] == ["same", "gone"]


def test_advice_of_one_category_belongs_together() -> None:
    rest = {"category": "recovery", "priority": "must", "claims": [claim("Rest.")]}
    ease = {"category": "recovery", "priority": "must", "claims": [claim("Ease off.")]}

    (pair,) = compare_advice(body(advice=(rest,)), body(advice=(ease,)))

    assert (pair.change, pair.before, pair.after) == ("changed", rest, ease)
