"""The real library, led to the double as soon as it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from garminconnect.client import Client

from athletes.sources.base import RawAnswerRecord
from athletes.sources.files.reader import read_file
from athletes.sources.garmin_login import account
from athletes.sources.garmin_login.source import GarminLoginSource, open_login_source
from config.core.outbound import Line
from tests.doubles.garmin.aim import aim
from tests.doubles.garmin.fixtures import GarminDouble, garmin  # noqa: F401

TODAY = date(2026, 11, 20)


@pytest.fixture
def service(garmin: GarminDouble, monkeypatch: pytest.MonkeyPatch, db: None) -> GarminDouble:  # noqa: F811
    """Garmin Connect with one account of sixty days up to TODAY; whoever asks garminconnect asks it."""
    plain = Client.__init__

    def aimed(self: Client, *args: Any, **options: Any) -> None:
        plain(self, *args, **options)
        aim(self, garmin.connect.url)

    monkeypatch.setattr(Client, "__init__", aimed)
    monkeypatch.setattr(account, "FIRST_WAIT_S", 0.001)
    garmin.person.move_to(TODAY)
    return garmin


@pytest.fixture
def line(db: None) -> Line:
    """A line that does not make tests wait."""
    return Line(service="garmin_login", subject=uuid4(), per_s=5_000)


@pytest.fixture
def kept() -> list[RawAnswerRecord]:
    """What the source of `source` has kept as it came."""
    return []


@pytest.fixture
def open_source(
    service: GarminDouble, line: Line, kept: list[RawAnswerRecord]
) -> Iterator[Callable[..., GarminLoginSource]]:
    """Opens sources of the account, with fresh tokens unless others are given; closes them."""
    opened: list[GarminLoginSource] = []

    def open_one(**changes: Any) -> GarminLoginSource:
        tokens = {"v": 1, **service.tokens(), "display_name": service.person.display_name}
        options: dict[str, Any] = {
            "tokens": tokens,
            "line": line,
            "parse": read_file,
            "keep": kept.append,
            "today": TODAY,
            "is_china": False,
        }
        opened.append(open_login_source(**(options | changes)))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def source(open_source: Callable[..., GarminLoginSource]) -> GarminLoginSource:
    return open_source()
