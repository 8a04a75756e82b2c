"""The reviewed wording: sentences that no model may change. No diagnosis, and always what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

type Code = Literal[
    "chest_pain",
    "syncope",
    "mental_health",
    "red_s",
    "pregnancy",
    "minor",
    "medication",
    "illness",
    "injury",
    "doctor",
    "overtraining",
]

ADVICE: Mapping[Code, str] = {
    "chest_pain": (
        "Pain or pressure in the chest, a racing or irregular heartbeat, or breathlessness at rest "
        "need a doctor before any more training. If it is there now, or comes back, call your local "
        "emergency number."
    ),
    "syncope": (
        "Fainting, or nearly fainting, during or after exercise needs a doctor before any more "
        "training. If you are alone or feel it coming again, lie down and call your local emergency "
        "number."
    ),
    "mental_health": (
        "What you write matters more than training. Please talk to somebody now: a person you trust, "
        "a doctor, or a crisis line in your country. If you might hurt yourself, call your local "
        "emergency number."
    ),
    "red_s": (
        "Eating too little for what you train, losing weight fast or a missing period can harm "
        "bones, heart and hormones. Formline gives no advice on losing weight; please talk to a "
        "doctor or a sports dietitian."
    ),
    "pregnancy": (
        "Training in pregnancy and after a birth belongs with your midwife or doctor, who know you. "
        "Formline shows your data, and gives no training advice for this time."
    ),
    "minor": (
        "Formline gives no training advice to people under eighteen. Please train with a coach or a "
        "club, and with the knowledge of your parents."
    ),
    "medication": (
        "Medicines, supplements, doses and forbidden substances are questions for a doctor or a "
        "pharmacist. Some change heart rate and HRV, so read those numbers with care."
    ),
    "illness": (
        "With fever or a feeling of illness, do not train. Mark the days as ill, so that your plan "
        "waits and leads you back; if it lasts or gets worse, ask a doctor."
    ),
    "injury": (
        "With pain that changes how you move, do not train that part. Mark the days as injured, so "
        "that your plan waits and leads you back; if it lasts or gets worse, have it looked at."
    ),
    "doctor": (
        "Formline cannot examine you, tell what you have, or weigh what a doctor or physiotherapist has "
        "told you. Until they have cleared you, keep to what they allow, even if your numbers look good. "
        "If you doubt their advice, ask them or a second doctor; if anything gets worse, see one soon."
    ),
    "overtraining": (
        "If tiredness stays after several easy days, or sleep and mood suffer, stop hard training "
        "and talk to a doctor or a coach who knows you."
    ),
}

ALONE: frozenset[Code] = frozenset({"chest_pain", "syncope", "mental_health", "minor"})
"""After these nothing else is said: no analyst is asked."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that was told of; `ends_it` says that nobody answers besides the reviewed words."""

    code: Code

    @property
    def advice(self) -> str:
        return ADVICE[self.code]

    @property
    def ends_it(self) -> bool:
        return self.code in ALONE
