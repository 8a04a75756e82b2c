"""A session as text."""

from athletes.sources.records import Sport
from plans.engine.syntax import parse
from plans.exports.text import workout_text
from tests.plans.exports.made import planned


def test_the_text_says_what_it_is_and_reads_back_as_the_same_steps() -> None:
    session = planned(title="Threshold\n\x1b4 × 5")

    text = workout_text(session)

    assert text.splitlines()[:4] == ["# Threshold 4 × 5, 2026-11-24", "# 48 min, load 55", "", "Warmup"]
    assert parse(text, Sport.CYCLING) == session.steps


def test_file_names_are_plain() -> None:
    assert planned(title="Über-Tempo: 3 × 10′").file_name("fit") == "formline-2026-11-24-uber-tempo-3-10.fit"
    assert planned(title="山").file_name("zwo") == "formline-2026-11-24.zwo"
