"""One Garmin and one Formline per test process, and people who use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.black_box.formline import Formline, serving
from tests.black_box.garmin import Account, Garmin, running
from tests.black_box.visitor import KEY, Visitor, visiting

Arrive = Callable[[], Visitor]


@dataclass(frozen=True)
class Regular:
    """An athlete whose key is connected and whose history is here; `session` logs them in."""

    account: Account
    session: Any


@pytest.fixture(scope="session")
def garmin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Garmin]:
    with running(tmp_path_factory.mktemp("garmin")) as double:
        yield double


@pytest.fixture(scope="session")
def formline(garmin: Garmin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Formline]:
    with serving(tmp_path_factory.mktemp("formline"), garmin) as served:
        yield served


@pytest.fixture(scope="session")
def regular(browser: Browser, formline: Formline, garmin: Garmin) -> Regular:
    account = garmin.account()
    with visiting(browser, formline.url) as visitor:
        visitor.sign_up()
        visitor.type_key(account)
        visitor.sees("Connected.")
        visitor.waits_until_all_is_here(KEY)
        return Regular(account, visitor.page.context.storage_state())


@pytest.fixture
def arrive(browser: Browser, formline: Formline) -> Iterator[Arrive]:
    """Lets somebody new arrive and sign up."""
    with ExitStack() as visits:
        yield partial(_arrived, visits, browser, formline.url)


@pytest.fixture
def visitor(arrive: Arrive) -> Visitor:
    """Somebody new."""
    return arrive()


@pytest.fixture
def at_home(browser: Browser, formline: Formline, regular: Regular) -> Iterator[Visitor]:
    """The regular athlete, logged in."""
    with visiting(browser, formline.url, regular.session) as known:
        yield known


@pytest.fixture(autouse=True)
def _garmin_is_well(garmin: Garmin) -> Iterator[None]:
    yield
    garmin.steer("clear")


def _arrived(visits: ExitStack, browser: Browser, url: str) -> Visitor:
    visitor = visits.enter_context(visiting(browser, url))
    visitor.sign_up()
    return visitor
