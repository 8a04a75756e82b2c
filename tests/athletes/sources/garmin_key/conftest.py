from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from athletes.sources.base import RawAnswerRecord
from athletes.sources.files.reader import read_file
from athletes.sources.garmin_key.client import KeyClient
from athletes.sources.garmin_key.source import GarminKeySource
from config.core.ids import uuid7
from config.core.outbound import Line
from tests.doubles.garmin.fixtures import GarminDouble

TODAY = date(2026, 3, 14)


@pytest.fixture
def garmin() -> Iterator[GarminDouble]:
    """A Personal API with one account of 400 days."""
    with GarminDouble(days=400, today=TODAY) as running:
        yield running


@pytest.fixture
def line(db: None) -> Line:
    return Line("garmin_key", uuid7(), per_s=1_000)


@pytest.fixture
def connect(garmin: GarminDouble, line: Line) -> Iterator[Callable[..., KeyClient]]:
    """Make clients that do not wait between their tries."""
    clients: list[KeyClient] = []

    def make(bearer: str | None = None, key: str = garmin.key, base_url: str = "") -> KeyClient:
        url = base_url or garmin.personal.url
        clients.append(KeyClient(key=key, bearer=bearer, line=line, base_url=url, sleep=lambda _: None))
        return clients[-1]

    yield make
    for each in clients:
        each.close()


@pytest.fixture
def client(connect: Callable[..., KeyClient]) -> KeyClient:
    return connect()


@pytest.fixture
def kept() -> list[RawAnswerRecord]:
    """Answers as they came, in the order in which they were given away."""
    return []


@pytest.fixture
def source(client: KeyClient, kept: list[RawAnswerRecord]) -> GarminKeySource:
    return GarminKeySource(client, parse=read_file, keep=kept.append, today=TODAY)
