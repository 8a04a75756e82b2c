"""Words as one text message: the 160 characters of GSM 03.38, of which some count twice."""

from __future__ import annotations

import unicodedata

MOST = 160
SHORTEST_WORDS = 40
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE = "^{}\\[~]|€"
INSTEAD = {
    "“": '"',
    "”": '"',
    "„": '"',
    "’": "'",
    "‘": "'",
    "–": "-",
    "—": "-",
    "…": "...",
    "×": "x",
    "−": "-",
    "→": "->",
    "·": "-",
    "`": "'",
    "Ł": "L",
    "ł": "l",
    "Đ": "D",
    "đ": "d",
}


def length(text: str) -> int:
    """How many of the 160 places a text takes; it holds no other characters than the alphabet's."""
    return sum(2 if letter in DOUBLE else 1 for letter in text)


def fitted(words: str, link: str) -> str:
    """Words, shortened where they must be, and a link that is whole, in at most 160 places.

    A link that would leave too little room for the words is left out.
    """
    said, place = spelled(words), spelled(link)
    room = MOST - length(place) - 1
    if not place or room < SHORTEST_WORDS:
        return _cut(said, MOST)
    return f"{_cut(said, room)} {place}"


def spelled(text: str) -> str:
    """The text in the alphabet of text messages: accents that it lacks are dropped, what is left is "?"."""
    return "".join(_spelled(letter) for letter in unicodedata.normalize("NFC", text))


def _spelled(letter: str) -> str:
    if letter in BASIC or letter in DOUBLE:
        return letter
    if letter in INSTEAD:
        return INSTEAD[letter]
    if letter.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", letter)[0]
    return plain if plain in BASIC else "?"


def _cut(text: str, most: int) -> str:
    if length(text) <= most:
        return text
    while length(text) > most - 3:
        text = text[:-1]
    return text.rstrip() + "..."
