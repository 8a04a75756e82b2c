"""Whether a text is English: the checks of directions and numbers know no other language."""

from __future__ import annotations

import re

LEAST_WORDS, LEAST_SHARE = 4, 0.12
WORD = re.compile(r"[^\W\d_]+")
ENGLISH = """
    the is are your of and to with has have be than it that this for you at not or but by from after
    when how did does been were was while these there they its which what who could should would if then
    them their into over about before again too very more most less few some any each every next last on
    in as an so keep take let sleep slept night nights day days week weeks month load training run runs
    ride rides swim swims session sessions easy hard long short steady gentle relaxed slow usual usually
    heart today until feel felt build work effort below above up down no one still now
"""

ELSEWHERE = """
    ist sind und der das dem dein deine deinen nicht mit auf für von zu zum zur haben wurde wurden mehr
    weniger gestiegen gefallen gesunken höher niedriger woche belastung schlaf la le les est et votre
    moins dans une sur avec augmenté baissé semaine el los las está más menos por para tu su semana il
    gli è sono più meno della del nella settimana het een jouw niet meer hoger lager
"""
"""Small words of other languages that are none of English."""

COMMON, FOREIGN = frozenset(ENGLISH.split()), frozenset(ELSEWHERE.split())


def is_english(text: str) -> bool:
    """By its small words; short texts have too few of them to tell and pass."""
    words = [each.casefold() for each in WORD.findall(text)]
    if FOREIGN.intersection(words):
        return False
    return len(words) < LEAST_WORDS or sum(word in COMMON for word in words) >= LEAST_SHARE * len(words)
