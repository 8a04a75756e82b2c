"""What a model reads: compact, cited by id, and never longer than its budget."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.errors import ClaudeTokenLimitError
from analysis.evidence import text_of
from analysis.evidence.compact import rounded
from analysis.evidence.context import Context, MarkerRow, RaceRow
from analysis.evidence.private import NoteRow, Private
from tests.analysis.builders import TODAY, WEEK, build_pack, even_nights

DAY = timedelta(days=1)
LADDER = ("notes", "activities", "days", "windows", "weeks", "metrics")


def pack(**options):
    return build_pack([*WEEK * 25, 60, 210, 0], nights=even_nights(180), **options)


def read(pack, **options):
    return json.loads(text_of(pack, **options).text)


def rows(table):
    return [dict(zip(table["cols"], row, strict=False)) for row in table["rows"]]


def test_days_are_offsets_from_today():
    context = Context(
        markers=(MarkerRow("travel", TODAY - 4 * DAY, TODAY - DAY),),
        races=(RaceRow("running", TODAY + 20 * DAY, "A", 42_195.0),),
    )
    sent = read(pack(context=context))
    assert (sent["today"], sent["weekday"], sent["window_days"]) == ("11-22", "Sunday", 7)
    [marker] = rows(sent["health"])
    assert (marker["kind"], marker["day"], marker["end"], marker["days"]) == ("travel", -4, -1, 3)
    [race] = rows(sent["events"])
    assert race == {
        "id": "E1",
        "sport": "running",
        "day": 20,
        "priority": "A",
        "days": 20,
        "distance": 42_195,
    }
    assert rows(sent["activities"])[0]["day"] == -1


def test_every_number_stands_under_the_id_that_cites_it():
    whole = pack()
    sent = read(whole)
    for row in rows(sent["values"]):
        assert row["value"] == rounded(whole.by_id[row["id"]].value)
    for row in rows(sent["activities"]):
        assert row["load"] == rounded(whole.by_id[f"{row['id']}.load"].value)
    for row in rows(sent["day"]):
        assert row["hrv"] == rounded(whole.by_id[f"day.{row['ago']}.hrv"].value)
    [signal] = sent["signals"]
    assert [value[0] for value in signal["values"]] == ["S1.load"]


@pytest.mark.parametrize(
    ("value", "short"),
    [
        (1234.56, 1235),
        (57.34, 57.3),
        (-5.734, -5.73),
        (0.0, 0),
        (0.25, 0.25),
        (0.012345, 0.0123),
        (60.0, 60),
        (None, None),
    ],
)
def test_three_figures_are_enough(value, short):
    assert rounded(value) == short


def test_what_nobody_knows_takes_no_room():
    sent = read(build_pack())
    assert sent == {
        "today": "11-22",
        "weekday": "Sunday",
        "window_days": 7,
        "units": "metric",
        "values": {"cols": sent["values"]["cols"], "rows": [["window.days", 7, "d", -6, 7]]},
    }


def test_the_same_pack_gives_the_same_text():
    assert text_of(pack()) == text_of(pack())


def test_a_usual_pack_is_far_below_its_budget():
    sent = text_of(pack())
    assert sent.shrink_steps == ()
    assert sent.tokens < 4_000


class TestShrinking:
    def full(self):
        notes = tuple(NoteRow("check_in", TODAY - index * DAY, "word " * 40) for index in range(10))
        return pack(context=Context(private=Private(notes=notes)))

    def sizes(self):
        """What fits exactly after each step."""
        found, budget = [], 8_000
        while True:
            try:
                sent = text_of(self.full(), budget_tokens=budget)
            except ClaudeTokenLimitError:
                return found
            found.append(sent)
            budget = sent.tokens - 1

    def test_it_takes_one_step_after_the_other_in_a_fixed_order(self):
        steps = [sent.shrink_steps for sent in self.sizes()]
        assert steps == [LADDER[:count] for count in range(len(LADDER) + 1)]

    def test_each_step_leaves_out_what_it_is_named_after(self):
        whole, *shorter = [json.loads(sent.text) for sent in self.sizes()]
        notes, activities, days, windows, weeks, metrics = shorter
        assert "notes" in whole
        assert "notes" not in notes
        assert (len(whole["activities"]["rows"]), len(activities["activities"]["rows"])) == (20, 12)
        assert (len(whole["day"]["rows"]), len(days["day"]["rows"])) == (42, 21)
        assert "hrv.30" not in {row[0] for row in windows["values"]["rows"]}
        assert (len(whole["week"]["rows"]), len(weeks["week"]["rows"])) == (13, 8)
        left = {row[0] for row in metrics["values"]["rows"]}
        assert {"load.7", "hrv.90"} <= left
        assert "activities.90" not in left

    def test_a_step_that_changes_nothing_is_not_told(self):
        sent = text_of(replace(self.full(), notes=()), budget_tokens=text_of(pack()).tokens - 1)
        assert sent.shrink_steps == ("activities",)

    def test_past_its_end_it_is_too_long(self):
        with pytest.raises(ClaudeTokenLimitError) as caught:
            text_of(self.full(), budget_tokens=100)
        assert caught.value.kind == "input"
