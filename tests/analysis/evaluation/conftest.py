"""Invented athletes, settled in on a fixed day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from analysis.evaluation.people import Somebody, settle_in

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel("2026-11-22T12:00:00Z"):
        yield


@pytest.fixture
def healthy(transactional_db: None) -> Somebody:
    return settle_in("healthy_steady", 7, TODAY)


@pytest.fixture
def ill(transactional_db: None) -> Somebody:
    return settle_in("illness_onset", 7, TODAY)
