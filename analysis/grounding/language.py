"""What a sentence by a model may be made of: words of the Latin alphabet and no number in any disguise.

Numbers are slots, so a template that passes here can only be wrong by what it refers to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from analysis.grounding.english import is_english
from analysis.grounding.number_words import (
    A_DAY,
    A_LETTER,
    A_SHORT_DAY,
    A_UNIT,
    ONCE_AS,
    PRONOUN_ONE,
    TERMS,
    is_number_word,
)

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
SLOT_NAME = re.compile(r"\{[A-Za-z][A-Za-z_]*\}")
PUNCTUATION = frozenset(" \u00a0\u202f.,;:!?'\"’‘“”-‐‑–—()/&…·")
JOINTS = re.compile(r"[-‐‑'’‘·./]")
JOINED = re.compile(r"(?<=[^\W\d_])[.·/'](?=[^\W\d_])")
WORD = re.compile(r"[^\W\d_]+(?:[-‐‑'’‘][^\W\d_]+)*")
LINK = re.compile(r"(?:https?|www\.|://|javascript:|\.(?:com|org|net)\b|\bdot (?:com|org|net)\b)")

ROMAN = re.compile(r"(?=[IVXLCDM]{2,})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
SMALL_ROMAN = re.compile(r"\b(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})\b")
ROMAN_LOOKALIKES = frozenset(
    {"MIX", "DIM", "MILD", "CIVIL", "VIVID", "LID", "MM", "CC", "DI", "MI", "CV", "MD", "DC"}
)

CAPITALS = re.compile(r"\b(?!(?:RMSSD|TRIMP|SWOLF|LTHR|VDOT|HIIT|WBGT)\b)[A-Z]{4,}\b")


def faults(text: str) -> Iterator[tuple[str, str]]:
    """(code, what) of everything that may not stand in a model's text; nothing for a sound one.

    Codes: digit, number_word, day, sign, foreign_letter, language, markup, shouting.
    """
    if LINK.search(text.casefold()):
        yield "markup", "a link"
    slots, words = PLACEHOLDER.findall(text), PLACEHOLDER.sub(" , ", text)
    yield from ((("markup", slot)) for slot in slots if not SLOT_NAME.fullmatch(slot))
    yield from _of_characters(words)
    yield from _of_words(words)
    yield from _of_days(words)
    if not is_english(words):
        yield "language", "another language than English"
    if "!" in words:
        yield "shouting", "!"
    yield from (("shouting", found[0]) for found in CAPITALS.finditer(words))


def _of_characters(text: str) -> Iterator[tuple[str, str]]:
    for char in text:
        if char in PUNCTUATION:
            continue
        category = unicodedata.category(char)
        if category.startswith("N") or unicodedata.numeric(char, None) is not None:
            yield "digit", char
        elif category.startswith("L"):
            # A letter of another alphabet can look like ours and hide a word from the checks below.
            if not unicodedata.name(char, "").startswith("LATIN ") or _is_fancy(char):
                yield "foreign_letter", char
        elif char in "<>*_`#[]{}|\\~^":
            yield "markup", char
        elif char == "\n":
            yield "markup", "a line break"
        else:
            yield "sign", char


def _is_fancy(char: str) -> bool:
    """Full-width, superscript, small-capital and other letters that are only another dress of a plain one."""
    return unicodedata.normalize("NFKC", char) != char or any(
        mark in unicodedata.name(char, "")
        for mark in ("SMALL CAPITAL", "MODIFIER", "SUBSCRIPT", "TURNED", "DOTLESS")
    )


def _of_words(text: str) -> Iterator[tuple[str, str]]:
    plain = text.replace("’", "'").replace("‘", "'")
    for roman in ROMAN.finditer(plain):
        if _stands_alone(plain, roman) and roman[0] not in ROMAN_LOOKALIKES:
            yield "number_word", roman[0]
    folded = plain.casefold()
    for term in TERMS:
        folded = folded.replace(term, " ")
    folded = ONCE_AS.sub(" ", PRONOUN_ONE.sub(" ", folded))
    for found in WORD.finditer(folded):
        for word in {found[0], *JOINTS.split(found[0]), JOINTS.sub("", found[0])}:
            if is_number_word(word) or is_number_word(_bare(word)):
                yield "number_word", found[0]
                break
    yield from (("number_word", found[0]) for found in A_UNIT.finditer(folded))
    yield from (("number_word", found[0]) for found in SMALL_ROMAN.finditer(folded))
    yield from _spelt_out(folded)
    yield from _in_pieces(folded)
    letters = plain
    for term in TERMS:
        letters = letters.replace(term, " ")
    yield from (("number_word", found[0]) for found in A_LETTER.finditer(letters))


def _bare(word: str) -> str:
    """Without accents: "séven" is read as what it looks like."""
    return "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))


def _of_days(text: str) -> Iterator[tuple[str, str]]:
    for pattern in (A_DAY, A_SHORT_DAY):
        yield from (("day", found[0]) for found in pattern.finditer(text))


def _spelt_out(text: str) -> Iterator[tuple[str, str]]:
    """ "t w o", "d-o-u-b-l-e d": single letters in a row are read as the word they make."""
    for run in re.finditer(r"\b[a-z](?:[\s.\-·/]+[a-z]\b){2,}", text):
        yield "number_word", run[0]


def _in_pieces(text: str) -> Iterator[tuple[str, str]]:
    """ "fif ty", "hun dred": words side by side that together are a number."""
    words = re.findall(r"[^\W\d_]+|[^\w\s]+", JOINED.sub(" ", text))
    for first, second in pairwise(words):
        if first.isalpha() and second.isalpha() and is_number_word(first + second):
            yield "number_word", f"{first} {second}"


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    return not before.isalnum() and not after.isalnum()
