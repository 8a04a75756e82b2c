"""What people complain about in other AI coaches, sentence by sentence, against the same evidence."""

from __future__ import annotations

import json

import pytest

from analysis.chat.sentences import claim_of
from analysis.evaluation.people import Somebody
from analysis.evidence import assemble, read, text_of
from analysis.grounding.verify import violations
from metrics.models import Activity
from tests.analysis.grounding.world import heavy_week

INVENTED = (
    "Your brick session on the weekend was strong.",
    "Your HRV has improved.",
    "Your stress has risen to {stress.7}.",
    "Your fitness will be 50, your fatigue 8 and your form +42.",
    "Your easy pace is five minutes a kilometre.",
)
CHEERING = ("Great job, keep it up.", "An impressive long run, be proud.", "Amazing week.")


@pytest.mark.parametrize("sentence", INVENTED)
def test_what_another_coach_made_up_is_not_shown_here(sentence: str) -> None:
    assert violations(claim_of(sentence), heavy_week())


@pytest.mark.parametrize("sentence", CHEERING)
def test_nobody_is_cheered_for_nothing(sentence: str) -> None:
    assert "praise" in [found.code for found in violations(claim_of(sentence), heavy_week())]


def test_no_model_is_told_the_variability_that_intervals_have_by_nature(healthy: Somebody) -> None:
    newest = Activity.objects.filter(athlete=healthy.athlete).latest("start_time")
    Activity.objects.filter(pk=newest.pk).update(variability=1.2573, rpe=3.3719, efficiency=1.7719)

    inputs = read(athlete=healthy.athlete, today=healthy.truth.today, days=7, for_ai=True)
    sent = json.loads(text_of(assemble(inputs)).text)

    assert sent["activities"]["cols"][4:] == ["duration", "distance", "load", "intensity", "decoupling"]
    assert not [part for part in ("1.26", "1.257", "3.37", "1.77") if part in json.dumps(sent["activities"])]
