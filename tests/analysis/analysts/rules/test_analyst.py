"""What holds for every analysis, whoever it is about."""

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.analysts.rules import RulesAnalyst
from analysis.answer import answer
from analysis.briefs import brief
from analysis.drivers import drivers
from analysis.evidence import Pack
from analysis.grounding.references import PLACEHOLDER, ground, resolve
from tests.analysis.builders import WEEK, build_pack, even_nights, explain, headline
from tests.analysis.schema import BODY

UP = ("above", "longer", "risen")
DOWN = ("below", "eased")
NOTHING = float("nan")


@st.composite
def histories(draw):
    """Loads, nights with holes, distances and windows of all sorts, from nobody to half a year."""
    size = draw(st.integers(0, 200))
    load = st.one_of(st.just(0.0), st.floats(0.1, 400), st.sampled_from([50.0, 100.0]))
    loads = draw(st.lists(load, min_size=size, max_size=size))
    night = st.one_of(st.just(NOTHING), st.floats(30, 90))
    count = draw(st.integers(0, 90))
    column = st.lists(night, min_size=count, max_size=count)
    nights = {name: draw(column) for name in ("resting_hr_bpm", "hrv_rmssd_ms")} if count else {}
    if nights:
        nights["sleep_s"] = [value * 400 for value in draw(column)]
    return loads, {
        "nights": nights,
        "run_distances_m": draw(st.dictionaries(st.integers(0, 37), st.floats(100, 60_000), max_size=5)),
        "unmeasured": draw(st.integers(0, 4)),
        "days": draw(st.sampled_from([1, 7, 30, 90])),
        "units": draw(st.sampled_from(["metric", "imperial"])),
    }


def claims_of(answered):
    parts = [*answered["findings"], *answered["recommendations"]]
    return [answered["headline"], *(claim for part in parts for claim in part["claims"])]


@settings(max_examples=80, deadline=None)
@given(histories())
def test_whatever_the_data_the_answer_is_whole_grounded_and_says_no_number_of_its_own(history):
    loads, options = history
    pack = build_pack(loads, **options)
    draft, report = ground(RulesAnalyst().analyse(pack), pack)
    answered = answer(draft, pack, report)
    jsonschema.validate(answered, BODY)
    assert report.dropped == 0
    for claim in claims_of(answered):
        assert not any(char.isdigit() for char in claim["template"])
        assert not PLACEHOLDER.search(claim["text"])
        assert "!" not in claim["text"]
        check_slots(claim, pack)
        check_direction(claim)
    check_references(answered, pack)


def check_slots(claim, pack):
    """Every slot's value is the pack's under its op, and its text is what the page shows."""
    for slot in claim["slots"]:
        value = pack.by_id[slot["ref"]]
        expected = resolve(value, slot["op"])
        assert slot["value"] == (expected.isoformat() if slot["op"] == "date" else expected)
        assert slot["shown"] in claim["text"]
        assert slot["url"] == value.url


def check_direction(claim):
    """Words that say more or less agree with the sign of what they speak of."""
    changes = [slot for slot in claim["slots"] if slot["op"] in ("delta", "pct_change")]
    for slot in changes:
        assert (slot["value"] > 0) == any(word in claim["template"] for word in UP)
        assert (slot["value"] < 0) == any(word in claim["template"] for word in DOWN)


def check_references(answered, pack: Pack):
    findings = {each["id"] for each in answered["findings"]}
    assert len(findings) == len(answered["findings"])
    assert all(set(each["finding_ids"]) <= findings for each in answered["recommendations"])
    assert {uid for each in answered["findings"] for uid in each["signal_uids"]} <= {
        each.uid for each in pack.signals
    }
    order = ["act", "watch", "info"]
    grades = [order.index(each["severity"]) for each in answered["findings"]]
    assert grades == sorted(grades)


@settings(max_examples=30, deadline=None)
@given(histories())
def test_what_the_page_makes_of_it_never_fails_and_is_short(history):
    loads, options = history
    pack = build_pack(loads, **options)
    assert len(brief(explain(loads, **options))) <= 4
    assert all(each.value and each.url for each in drivers(pack))


def test_the_same_evidence_gets_the_same_words():
    def once():
        return build_pack(WEEK * 20, nights=even_nights(60))

    assert RulesAnalyst().analyse(once()) == RulesAnalyst().analyse(once())


@pytest.mark.parametrize("loads", [WEEK * 26, [*WEEK * 20, *[2.6 * load for load in WEEK * 3]]])
def test_a_brief_of_an_athlete_who_trains_is_two_to_four_sentences(loads):
    assert 2 <= len(brief(explain(loads))) <= 4


def test_the_brief_tells_what_its_advice_rests_on():
    nights = even_nights(67)
    nights["sleep_s"][-7:] -= np.float64(4000)
    sentences = [claim["text"] for claim in brief(explain(WEEK * 26, nights=nights))]
    assert sentences[0].startswith("Sleep averaged")
    assert sentences[-1] == "Two or three longer nights would help more than an extra session."


def test_what_is_past_is_told_and_asks_for_nothing():
    """A spike of three weeks ago, in the analysis of a month."""
    answered = explain([*WEEK * 20, 60, 0, 80, 50, 0, 210, 0, *WEEK * 3], days=30)

    spike = next(each for each in answered["findings"] if each["kind"] == "load_spike")
    advised = {ref for each in answered["recommendations"] for ref in each["finding_ids"]}
    assert (spike["severity"], spike["id"] in advised) == ("act", False)
    assert [each["text"] for each in answered["questions"] if "session" in each["text"]] == []
    assert "beyond anything" not in headline(answered)
