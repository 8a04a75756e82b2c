"""Telephone numbers as the whole world writes them, and the countries that a text message may go to."""

from __future__ import annotations

import re

from django.conf import settings

from config.core.errors import DataValidationError

WRITTEN = re.compile(r"\+[1-9][0-9]{7,14}")
FILLING = re.compile(r"[\s()./-]+")
NORTH_AMERICA = "1"
ISLANDS = frozenset(
    {
        *("242", "246", "264", "268", "284", "340", "345", "441", "473", "649", "658", "664", "670", "671"),
        *("684", "721", "758", "767", "784", "787", "809", "829", "849", "868", "869", "876", "939"),
    }
)
"""Areas that share the code of North America and not its prices."""
PREMIUM = (
    *("1900", "3381", "3382", "3389", "3989", "41900", "41901", "41906", "43900", "43930"),
    *("4470", "449", "49137", "49900"),
)
"""Numbers that cost whoever calls them."""
CODES = {
    "AT": "43",
    "AU": "61",
    "BE": "32",
    "BG": "359",
    "BR": "55",
    "CA": NORTH_AMERICA,
    "CH": "41",
    "CY": "357",
    "CZ": "420",
    "DE": "49",
    "DK": "45",
    "EE": "372",
    "ES": "34",
    "FI": "358",
    "FR": "33",
    "GB": "44",
    "GR": "30",
    "HR": "385",
    "HU": "36",
    "IE": "353",
    "IL": "972",
    "IN": "91",
    "IS": "354",
    "IT": "39",
    "JP": "81",
    "KR": "82",
    "LI": "423",
    "LT": "370",
    "LU": "352",
    "LV": "371",
    "MT": "356",
    "MX": "52",
    "NL": "31",
    "NO": "47",
    "NZ": "64",
    "PL": "48",
    "PT": "351",
    "RO": "40",
    "SE": "46",
    "SG": "65",
    "SI": "386",
    "SK": "421",
    "TR": "90",
    "US": NORTH_AMERICA,
    "ZA": "27",
}
"""Calling codes by country, of those that SMS_COUNTRIES may name."""


def parsed(text: str) -> str:
    """A number as +4915112345678. Raises DataValidationError for one that no message may go to."""
    number = FILLING.sub("", text.strip())
    if number.startswith("00"):
        number = f"+{number[2:]}"
    if not WRITTEN.fullmatch(number):
        raise DataValidationError(
            "Write the number with its country: +49 151 12345678.", code="NUMBER_INVALID"
        )
    if not is_allowed(number):
        raise DataValidationError(
            "No text messages go to this country or kind of number from here.", code="NUMBER_NOT_ALLOWED"
        )
    return number


def is_allowed(number: str) -> bool:
    """Whether a message may go to a number, whose country must be on the operator's list."""
    digits = number[1:]
    codes = {CODES[country] for country in settings.SMS_COUNTRIES if country in CODES}
    if digits.startswith(PREMIUM) or (digits[0] == NORTH_AMERICA and digits[1:4] in ISLANDS):
        return False
    return any(digits.startswith(code) for code in codes)
