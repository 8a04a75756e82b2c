"""Words that say how many, how often or what share, and where such a word says something else."""

from __future__ import annotations

import re

UNITS = (
    "zero|nought|naught|nil|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    "fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fourty|fifty|sixty|"
    "seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?"
)
NUMBER = re.compile(
    rf"(?:(?:{UNITS}|one|and)*(?:{UNITS})(?:one)?|one(?:{UNITS})+)(?:folds?|ths?|ish|odd|plus|some|ers?)?"
)
ORDINALS = (
    "second third fourth fifth sixth seventh eighth eighths ninth tenth eleventh twelfth thirteenth "
    "twentieth thirtieth fortieth fiftieth hundredth thousandth thirds fourths fifths sixths tenths "
)
MULTIPLES = (
    "half halve halves halved halving quarter quarters quartered double doubles doubled doubling doubly "
    "triple triples tripled tripling treble trebled quadruple quadrupled quadrupling quintuple "
    "quintupled sextuple twice thrice fold twofold threefold tenfold manifold pair pairs couple couples "
    "duo trio quartet single singular sole percent percentage percentages percentile pct permille "
    "promille tenner grand fortnight fortnights decade decades century unity deuce ace "
)
ABROAD = (
    "zwei drei vier fünf fuenf sechs sieben neun zehn zwölf zwoelf zwanzig hundert tausend doppelt halb "
    "hälfte deux trois quatre cinq sept huit neuf dix onze douze quinze vingt cent mille moitié moitie "
    "dos tres cuatro cinco siete ocho nueve diez veinte cien mitad doble due tre quattro cinque sette "
    "otto nove dieci metà "
)
NUMBER_WORDS = frozenset(f"{ORDINALS} {MULTIPLES} {ABROAD} one ones once".split())
TERMS = ("second wind", "second nature", "second thought", "double check", "single out")
"""What is no number although a word of it is."""

_WHICH = "no|any|every|some|each|this|that|another|which|whichever"
_KINDS = "next|last|same|other|right|easy|hard|long|short|former|latter"
_SUCH = "[a-z]+er|easy|hard|long|short|good|steady|gentle|calm|new"
PRONOUN_ONE = re.compile(
    rf"\bone of (?:several|many|them)\b|\b(?:{_WHICH}|the (?:{_KINDS})|an? (?:{_SUCH}))\s+one\b|"
    rf"\bone (?:another|by one)\b"
)
_OFTEN = "an?|per|this|last|every|each|daily|weekly|monthly|in|on|during|only|or|and|at|by|today|yesterday"
ONCE_AS = re.compile(rf"\bonce\s+(?:more|again|in a while)\b|\bonce\s+(?!(?:{_OFTEN})\b)(?=[a-z]+\s+[a-z])")
"""As soon as, or again; "once a week" counts."""


def is_number_word(word: str) -> bool:
    """Whether one word, in small letters, is a number, a multiple or a share."""
    return word in NUMBER_WORDS or bool(NUMBER.fullmatch(word))
