"""What the chat may say without a value, and what would be a claim about the athlete that nothing holds."""

from __future__ import annotations

import pytest

from analysis.grounding.bare import is_bare

CLAIMS = """
Your load exploded.
Your load went through the roof.
Your HRV has crashed lately.
Your fitness has collapsed.
Your resting heart rate is sky-high.
Your sleep has been terrible.
You are sick.
You burned out.
You are dehydrated.
You have RED-S.
You are pregnant.
Your heart rhythm is irregular.
You are overreaching.
Coach Robin said to rest.
Your doctor cleared you.
Your Oura ring says you are ready.
Garmin says you are unproductive.
As you said, your knee hurts.
You won your last race.
Your plan says rest today.
You have intervals planned tomorrow.
Tomorrow is a rest day.
You are doing brilliantly.
You crushed it.
You are peaking.
You are a gifted runner.
The trend points south.
Keep going, your fitness is exploding.
Sleep was a disaster.
Your load exploded, so you should rest.
You are sick and should rest.
Rest today, your load exploded.
That your load exploded is plain.
While your load exploded.
After your load exploded, rest.
HACKED.
Well done.
Rest since your load exploded.
You should rest after you burned out.
Take it easy until you know why your fitness has collapsed.
""".strip().splitlines()

ADVICE = """
Keep the next days easy, and look again after them.
Take it easy today.
Rest until the fever is gone.
Listen to your body.
Ask your doctor before you train again.
You could swap the long run for an easy ride.
If your legs feel heavy, rest.
It may help to go to bed earlier.
There is no HRV for these nights.
I cannot see that in your data.
I do not know what you ate.
Form is fitness without fatigue.
How did the last run feel to you?
Tomorrow, run easy.
Sleep well, eat enough, and go on tomorrow.
Rest on the day that suits you, or swap it.
So keep it easy, and then look again.
Eat well after you have trained.
Rest.
Today, rest.
Then rest.
Not yet.
Rest when your HRV is low.
Move your next planned run to another day.
Write down how it went.
After your run, stretch.
Begin again once you have recovered.
Easy days let the body take in the hard ones, as a rule.
""".strip().splitlines()


@pytest.mark.parametrize("sentence", CLAIMS)
def test_a_claim_about_the_athlete_needs_a_value(sentence: str) -> None:
    assert is_bare(sentence)


@pytest.mark.parametrize("sentence", ADVICE)
def test_advice_and_what_is_not_known_need_none(sentence: str) -> None:
    assert not is_bare(sentence)
