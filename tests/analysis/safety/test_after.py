"""What a model may not say here, whoever asked it to."""

from __future__ import annotations

import pytest

from analysis.safety import ADVICE, forbidden

FORBIDDEN = {
    "diagnosis": [
        "You probably have an infection.",
        "You have overtraining syndrome.",
        "This looks like myocarditis.",
        "It is harmless, so train on.",
        "There is no need to see a doctor.",
        "That sounds like a heart attack.",
        "It could be asthma.",
        "Your symptoms fit mononucleosis.",
        "Chest pain is common in athletes and passes.",
        "You are perfectly healthy.",
        "There is no need for medical advice.",
    ],
    "medicine": [
        "Take some ibuprofen before the start.",
        "Try magnesium in the evening.",
        "Use a caffeine pill before the race.",
        "Stop taking your medication on race day.",
        "A small dose of it helps.",
        "Take more iron.",
        "Caffeine pills would help you.",
    ],
    "weight": [
        "You should lose some weight before the race.",
        "Aim for a calorie deficit this week.",
        "Get to race weight by spring.",
        "Skip breakfast before the long ride.",
        "You are too heavy.",
        "You should weigh less.",
        "Being lighter would make you faster.",
        "Fasting helps.",
    ],
    "pushing_on": [
        "Train through the pain.",
        "No pain, no gain.",
        "Ignore the fever and go.",
        "Run through the discomfort.",
        "You will be fine to train with a fever.",
        "Train hard even though you are ill.",
        "You do not need rest.",
        "Skip the rest day.",
    ],
    "doctor": [
        "Ignore your doctor.",
        "Your doctor is wrong.",
        "Do not listen to your doctor.",
        "You can ignore what your doctor says.",
    ],
    "harm": ["Nobody would miss you.", "You deserve the pain.", "Drink less water."],
}
NAMES_IT = ("medication", "red_s")
"""These speak of what a model may not speak of; they are reviewed."""

ALLOWED = [
    "Keep the next run easy and sleep longer.",
    "Your resting heart rate is above where it usually is.",
    "If it lasts, ask a doctor.",
    "An infection often begins like this.",
    "Take two easy days.",
    "Run at an even effort and drink when thirsty.",
    "Your weight is where it usually is.",
    "You have trained steadily.",
    "Reduce the load of this week.",
    "A lighter week would fit now.",
    "Skip the intervals, and rest.",
    "Your doctor knows you better.",
]


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in FORBIDDEN.items() for text in texts]
)
def test_it_is_found(name: str, text: str) -> None:
    assert name in forbidden(text)


@pytest.mark.parametrize("text", [*ALLOWED, *(text for code, text in ADVICE.items() if code not in NAMES_IT)])
def test_what_helps_is_not(text: str) -> None:
    assert forbidden(text) == ()
