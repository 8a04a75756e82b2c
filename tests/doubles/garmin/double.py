"""Both services together, with any number of accounts."""

from __future__ import annotations

from typing import Any

from tests.doubles.garmin.connect import GarminConnect
from tests.doubles.garmin.person import Person
from tests.doubles.garmin.personal import PersonalApi

KEY = "GCDC_0123456789abcdef0123456789abcdef"
EMAIL = "ada@example.org"
PASSWORD = "correct-horse-battery-staple"


class GarminDouble:
    """Both services with the same account on each; `**about` goes to `Person` (days, today, activities …).

    `key` is the account's Personal API key; `email`, `password` and `mfa_code` its login.
    """

    def __init__(self, *, latency_s: float = 0.0, mfa_code: str | None = None, **about: Any) -> None:
        self.about = {"file_s": 60} | about
        self.person = Person(**self.about)
        self.key, self.email, self.password, self.mfa_code = KEY, EMAIL, PASSWORD, mfa_code
        self.personal = PersonalApi(latency_s=latency_s)
        self.personal.add(self.key, self.person)
        self.connect = GarminConnect(latency_s=latency_s)
        self.account = self.connect.add(self.email, self.password, self.person, mfa_code=mfa_code)

    @property
    def services(self) -> dict[str, PersonalApi | GarminConnect]:
        return {"personal": self.personal, "connect": self.connect}

    def tokens(self) -> dict[str, str]:
        """Tokens of the account as a login would leave them."""
        return self.connect.tokens(self.email)

    def ask_for_code(self, code: str | None = "123456") -> None:
        """Let the next logins need a code."""
        self.mfa_code = self.account.login.mfa_code = code

    def add_person(self, seed: int, **about: Any) -> tuple[str, str]:
        """One more account, different in everything; its key and its e-mail address."""
        person = Person(seed, **(self.about | about))
        key, email = f"GCDC_{seed:032d}", f"athlete{seed}@example.org"
        self.personal.add(key, person)
        self.connect.add(email, self.password, person)
        return key, email

    def __enter__(self) -> GarminDouble:
        self.personal.start()
        self.connect.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.personal.stop()
        self.connect.stop()
