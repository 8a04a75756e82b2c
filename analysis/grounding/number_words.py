"""Words that say how many, how often, what share or which day, and where such a word says something else."""

from __future__ import annotations

import re

UNITS = (
    "zero|nought|naught|nil|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    "fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fourty|fifty|sixty|"
    "seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?"
)
NUMBER = re.compile(
    rf"(?:(?:{UNITS}|one|and)*(?:{UNITS})(?:one)?|one(?:{UNITS})+)(?:folds?|ths?|ish|odd|plus|some|ers?|e?s|k)?"
)
TENS = re.compile(r"(?:twen|thir|for|fif|six|seven|eigh|nine)ties(?:th)?|teens?")
ORDINALS = """
    second third fourth fifth sixth seventh eighth eighths ninth tenth eleventh twelfth thirteenth
    twentieth thirtieth fortieth fiftieth hundredth thousandth thirds fourths fifths sixths tenths
"""
MULTIPLES = """
    half halve halves halved halving quarter quarters quartered quarterly double doubles doubled
    doubling doubly triple triples tripled tripling treble trebled quadruple quadrupled quadrupling
    quintuple quintupled sextuple twice thrice fold twofold threefold tenfold manifold pair pairs couple
    couples duo trio quartet single singular sole percent percentage percentages percentile pct permille
    promille tenner grand fortnight fortnights fortnightly decade decades century unity deuce ace
    handful umpteen biweekly majority minority squared cubed myriad myriads zillion zillions gazillion
    gazillions bazillion
"""
ABROAD = """
    ein eine einen eins zwei zwo drei vier fünf fuenf sechs sieben acht neun zehn zwölf zwoelf zwanzig
    dreissig vierzig hundert tausend doppelt doppelte halb halbe hälfte deux trois quatre cinq sept huit
    neuf dix onze douze quinze vingt cent mille moitié moitie uno una dos tres cuatro cinco siete ocho
    nueve diez veinte cien mitad doble tre quattro cinque sette otto nove dieci metà
"""
NUMBER_WORDS = frozenset(f"{ORDINALS} {MULTIPLES} {ABROAD} one ones once".split())
TERMS = ("second wind", "second nature", "second thought", "double check", "single out", "e.g.", "i.e.")
"""What is no number although a word of it is."""

_WHICH = "no|any|every|some|each|this|that|another|which|whichever"
_KINDS = "next|last|same|other|right|easy|hard|long|short|former|latter"
_SUCH = "[a-z]+er|easy|hard|long|short|good|steady|gentle|calm|new"
PRONOUN_ONE = re.compile(
    rf"\bone of (?:several|many|them)\b|\b(?:{_WHICH}|the (?:{_KINDS})|an? (?:{_SUCH}))\s+one\b|"
    r"\bone (?:another|by one)\b|\b(?:no|every) single\b|\b(?:couple|pair) (?:it|them|this|that) with\b"
)
_OFTEN = "an?|per|this|last|every|each|daily|weekly|monthly|in|on|during|only|or|and|at|by|today|yesterday"
ONCE_AS = re.compile(rf"\bonce\s+(?:more|again|in a while)\b|\bonce\s+(?!(?:{_OFTEN})\b)(?=[a-z]+\s+[a-z])")
"""As soon as, or again; "once a week" counts."""

A_UNIT = re.compile(
    r"\b(?:an?|another|extra)\s+(?:whole |full |good |extra |solid |additional )?"
    r"(?:hour|minute|mile|kilomet(?:re|er)|met(?:re|er)|beat|watt|kilo|kilogram|pound|lit(?:re|er)|gram|"
    r"millisecond|deviation|standard deviation|degree)(?!\s+by\b)(?:['’]s)?\b|\bzone\s+i\b|"
    r"\ban? (?:score|gross) of(?= [a-z])|\bscores of\b|\ba multiple of\b|\bmany times (?:what|your|the|as)\b|"
    r"\bas (?:much|long|far|many|often) again\b"
)
"""One of something that is measured."""

_MONTHS = "January|February|April|June|July|August|September|October|November|December"
A_DAY = re.compile(
    rf"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|{_MONTHS}|midnight|noon|o['’]?clock|"
    r"(?:in|of|since|until|by|last|this|next) (?:May|March))\b",
    re.IGNORECASE,
)
A_SHORT_DAY = re.compile(r"\b(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat)\b")
"""Days are numbers too: code writes them."""

A_LETTER = re.compile(r"(?<![\w'’.-])(?![AaIBC](?![\w'’-]))[^\W\d_](?![\w'’-])")
"""A letter by itself that is no word: "k", "x", "V". Races have priorities A, B and C."""


def is_number_word(word: str) -> bool:
    """Whether one word, in small letters, is a number, a multiple or a share."""
    return word in NUMBER_WORDS or bool(NUMBER.fullmatch(word) or TENS.fullmatch(word))
