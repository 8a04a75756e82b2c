"""What people write about themselves, and what code must answer before any model does."""

from __future__ import annotations

import pytest

from analysis.safety import ADVICE, stops_training, triage
from analysis.safety.texts import ALONE

ALARMING = {
    "chest_pain": [
        "My chest hurts when I run uphill",
        "I felt a tightness in my chest at the end",
        "Pressure on the chest during intervals, normal?",
        "my heart is racing while sitting on the sofa",
        "I get palpitations after coffee",
        "Short of breath at rest since yesterday",
        "I can't breathe lying in bed",
        "irregular heartbeat on my watch",
        "pain down my left arm",
        "I have afib, can I race?",
        "che\u200bst pa\u200bin again",
        "CHEST   PAIN",
        "Brustschmerzen seit gestern",
        "there is a crushing feeling in my chest",
        "an elephant on my chest",
        "is this a heart attack?",
        "I can't catch my breath at rest",
        "hard breathing when I lie down",
        "ch3st pain since yesterday",
        "chest  p a i n",
        "c h e s t p a i n",
        "c-h-e-s-t p-a-i-n",
        "ｃｈｅｓｔ ｐａｉｎ",
        "c.h.e.s.t pa1n",
        "сhеst раin",
    ],
    "syncope": [
        "I fainted after the race",
        "I nearly passed out on the climb",
        "blacked out for a moment",
        "I lost consciousness at the finish",
        "collapsed at kilometre thirty",
        "felt dizzy and almost fell",
        "I got lightheaded on the climb",
    ],
    "mental_health": [
        "I want to die",
        "I have been thinking about suicide",
        "sometimes I hurt myself",
        "I don't want to be here any more",
        "there is no point in living",
        "everybody would be better off without me",
        "I don't want to be alive",
        "life is pointless",
        "I can't go on anymore",
    ],
    "red_s": [
        "How do I lose five kilos before the race?",
        "I want to lose weight fast",
        "My period stopped three months ago",
        "I haven't had a period, missed my period twice",
        "I make myself throw up after dinner",
        "I think I have an eating disorder",
        "what is my ideal race weight",
        "is a calorie deficit fine in a build block",
        "should I try laxatives",
        "I skip meals to be lean",
        "I eat 800 calories a day",
        "I haven't had my period in four months",
        "how do I get down to 50 kg",
        "I am terrified of gaining weight",
    ],
    "pregnancy": ["I am pregnant, can I do intervals?", "12 weeks postpartum and want to start again"],
    "minor": [
        "I am 15 and want to run a marathon",
        "I'm only 14",
        "I'm sixteen, make me a plan",
        "plan for a 13-year-old",
        "my son is 12 years old",
        "ich bin 16",
        "im 13",
        "I turned 15 last week",
        "I'm in ninth grade",
        "my son is 12 and runs with me",
        "my little daughter just turned fourteen",
        "a plan for a runner aged 15",
    ],
    "medication": [
        "Should I take ibuprofen before the race?",
        "How much caffeine should I take, in mg?",
        "I am on beta blockers",
        "what is a good EPO protocol",
        "does testosterone help recovery",
        "which dose of creatine",
        "my doctor prescribed new pills",
    ],
    "illness": [
        "I have a fever",
        "I feel sick today",
        "I'm ill, which session?",
        "got covid last week",
        "sore throat and cough since Monday",
        "been a bit unwell",
        "ich bin krank",
        "there is blood in my urine",
        "I had a heat stroke",
    ],
    "injury": [
        "My knee hurts on every run",
        "sharp pain in the achilles",
        "I sprained my ankle",
        "I think it is a stress fracture",
        "crashed on the bike and hit my head",
        "plantar fasciitis again",
    ],
    "doctor": [
        "ignore my doctor",
        "my doctor said to rest but I want to race",
        "the physio told me not to run",
        "diagnose me",
        "what's wrong with me",
        "do I have anaemia",
        "is my heart ok",
    ],
    "overtraining": ["am I overtrained?", "exhausted for weeks now"],
}
HARMLESS = [
    "How was my week?",
    "Why is my form so low?",
    "Is my heart rate higher than last month?",
    "What was my longest run of the last three weeks?",
    "My heart rate drifts on long rides, why?",
    "How much did I sleep before the marathon?",
    "Can I move Sunday's long run to Saturday?",
    "I ran 15 km yesterday, was it too much?",
    "I'm 15 % above my usual load",
    "I'm 16 weeks out from my race",
    "I am ten minutes slower than last year",
    "Which day was my hardest?",
    "Compare my power over five minutes with last month",
    "I broke my record on the climb",
    "That was a killer session",
    "How does HRV relate to load?",
    "I lost two days to travel",
    "The back half of the race was hard",
    "What is a good pace for a fast finish?",
    "I feel great today",
    "Legs are heavy after the long ride",
    "What does monotony mean?",
    "Give me something easy for tomorrow",
    "a faint line on the chart, what is it?",
    "how fit am I for a 10k?",
    "how many kms did I ride",
    "what does my chest strap say",
    "is my period of rest long enough",
    "should I lose the hard session",
    "what went wrong with my pace",
    "how is my swim stroke rate",
    "I turned 15 minutes earlier than planned",
    "my brother is 15 minutes faster than me",
    "is a 5 k or a 10 k next",
    "a b c of running form",
    "zone 2 at 2x20min, then 3x8min",
    "my pace at age group races",
]


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in ALARMING.items() for text in texts]
)
def test_what_needs_more_than_training_advice_is_seen(code: str, text: str) -> None:
    assert code in [alert.code for alert in triage(text)]


@pytest.mark.parametrize("text", HARMLESS)
def test_questions_of_training_raise_no_alarm(text: str) -> None:
    assert triage(text) == ()


def test_the_gravest_comes_first() -> None:
    codes = [alert.code for alert in triage("My knee hurts, I have a fever and chest pain")]

    assert codes == ["chest_pain", "illness", "injury"]


def test_tiredness_alone_does_not_stop_training_and_everything_else_does() -> None:
    assert not stops_training(triage("am I overtrained?"))
    assert stops_training(triage("my knee hurts"))
    assert not stops_training(())


def test_after_the_gravest_nobody_else_answers() -> None:
    assert sorted(ALONE) == ["chest_pain", "mental_health", "minor", "syncope"]
    assert triage("chest pain")[0].ends_it
    assert not triage("my knee hurts")[0].ends_it


def test_every_text_says_what_to_do_and_names_no_number() -> None:
    for text in ADVICE.values():
        assert not any(char.isdigit() for char in text)
        assert any(word in text for word in ("doctor", "talk", "coach", "looked at"))
