"""Looks at what a model wrote, after it did: what no analyst here may say, whoever asked for it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.safety.triage import plain

FORBIDDEN: Mapping[str, tuple[str, ...]] = {
    "diagnosis": (
        r"\byou(?:'ve|\W+have|\W+suffer|\W+are\W+suffering|\W+likely\W+have|\W+probably\W+have|\W+may\W+have|\W+might\W+have|\W+must\W+have)\W+(?:\w+\W+){0,4}?"
        r"(?:infection|virus|covid|flu|influenza|myocarditis|pneumonia|an[ae]mia|arrhythmia|fibrillation|syndrome|disease|disorder|depression|"
        r"diabetes|asthma|hypothyroidism|tend[io]nitis|tendinopathy|fracture|tear|anorexia|bulimia|deficiency|concussion|overtraining)\b",
        r"\b(?:diagnos\w+|prognos\w+)\b",
        r"\bthis\W+(?:is|looks\W+like|must\W+be)\W+(?:\w+\W+){0,3}?(?:myocarditis|pneumonia|an[ae]mia|arrhythmia|depression|anorexia|fracture|tendinopathy)\b",
        r"\b(?:nothing\W+to\W+worry|not\W+dangerous|harmless|no\W+need\W+(?:to\W+see|for)\W+a\W+doctor|don'?t\W+need\W+a\W+doctor)\b",
    ),
    "medicine": (
        r"\b(?:take|taking|try|use|using|swallow|increase|double|start)\W+(?:\w+\W+){0,3}?(?:ibuprofen|paracetamol|aspirin|painkillers?|nsaids?|cortisone|"
        r"antibiotics?|creatine|iron\W+(?:pills?|tablets?|supplements?)|magnesium|caffeine\W+(?:pills?|tablets?)|vitamin\w*|supplements?|melatonin|bicarbonate|ketones?|"
        r"salbutamol|ephedrine|testosterone|steroids?|epo|medication|pills?|tablets?)\b",
        r"\b(?:milligrams?|micrograms?|mg\b|dosage|dose\W+of)\b",
        r"\b(?:stop|skip|reduce|pause)\W+(?:taking\W+)?(?:your|the)\W+(?:medication|medicine|pills?|tablets?|beta[\W]?blockers?|insulin)\b",
        r"\b(?:epo|erythropoietin|sarms?|clenbuterol|growth\W+hormone|blood\W+doping|steroids?|testosterone)\b",
    ),
    "weight": (
        r"\b(?:lose|losing|drop|shed|cut)\W+(?:\w+\W+){0,4}?(?:weight|kilos?|kilograms?|kg|pounds?|lbs?|fat)\b",
        r"\b(?:calorie|calories|caloric|energy)\W+(?:deficit|restriction|cut)\b|\brace\W+weight\b|\btarget\W+weight\b|\bweight\W?loss\b",
        r"\b(?:eat\W+less|skip\W+(?:breakfast|lunch|dinner|meals?)|fasted\W+(?:session|run|ride|training)|cut\W+carbs)\b",
    ),
    "pushing_on": (
        r"\b(?:train|run|ride|push|race|work)\W+through\W+(?:\w+\W+){0,2}?(?:pain|illness|injury|fever|it|sickness)\b",
        r"\bno\W+pain\W+no\W+gain\b|\bignore\W+(?:the\W+)?(?:pain|fever|symptoms?)\b|\bsweat\W+(?:it|the\W+\w+)\W+out\b",
    ),
}

URGES = re.compile(
    r"(?:^|[,;:.]\s*|\b(?:and|then|so|can|could|should|may|must|might|please|still|just)\s+)"
    r"(?:do|run|ride|swim|train|race|go|push|start|add|keep|try|make|plan|begin|continue|work|sprint|get|resume)\b"
    r"(?!\s+(?:not|nothing|no|away|off|resting)\b|n't)[^.!?]{0,60}?"
    r"\b(?:intervals?|tempo|threshold|sprints?|sprinting|repeats?|hard|race|racing|training|trained|sessions?|workouts?|"
    r"runs?|running|rides?|riding|swims?|swimming|hills?|easy|plan|today|tomorrow)\b"
)
"""An invitation to train, easy or hard."""

_COMPILED = {name: [re.compile(each) for each in patterns] for name, patterns in FORBIDDEN.items()}


def forbidden(text: str) -> tuple[str, ...]:
    """Names of what the sentence says that may not be said: diagnosis, medicine, weight, pushing_on."""
    folded = plain(text)
    return tuple(
        name for name, patterns in _COMPILED.items() if any(each.search(folded) for each in patterns)
    )


def urges(text: str) -> bool:
    """Whether the sentence tells somebody to train, which nobody who is ill or injured is told."""
    return bool(URGES.search(plain(text)))
