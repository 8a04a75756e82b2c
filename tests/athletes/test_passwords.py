"""Which passwords are taken, and how they are kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from athletes.models import User
from config.settings import accounts

ADA = User(email="ada.lovelace@example.org", name="Ada Lovelace")


@pytest.mark.parametrize(
    "password",
    [
        "short horse",
        "password1234",
        "P@ssw0rd!!!!",
        "iloveyou2026!",
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "abcabcabcabcabc",
        "123456123456",
        "formline2026",
        "F0rmline-Training",
        "lovelace-1815",
        "AdaLovelace12",
        "ada.lovelace@example.org",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, ADA)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "twelve chars",
        "a longer walk home",
        "ünïcödé is fine 🏃",
        "x9" + "kq7vtz" * 30,
    ],
)
def test_length_is_enough_without_rules_of_composition(password: str) -> None:
    validate_password(password, ADA)


def test_passwords_are_kept_by_argon2id_with_19_mib(settings: Any) -> None:
    settings.PASSWORD_HASHERS = accounts.PASSWORD_HASHERS
    kept = make_password("correct horse battery")

    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password("correct horse battery", kept)
