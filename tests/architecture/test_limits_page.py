"""docs/limits.md names every limit, with the number that holds."""

import re
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings

from config.settings import base
from tests.architecture import source
from tests.architecture.source import ROOT, listed

PAGE = ROOT / "docs" / "limits.md"
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \|", re.MULTILINE)
COUNTED = re.compile(r"^\| [^|]+ \| ([\d,]+) \| [^|]+ \| `([\w.]+):(\w+)` \|", re.MULTILINE)
QUOTAS = ("STORAGE_PER_ATHLETE_MB", "UPLOADS_PER_DAY", "MAX_UPLOAD_BYTES", "DATA_UPLOAD_MAX_NUMBER_FILES")
QUOTAS += ("DATA_UPLOAD_MAX_MEMORY_SIZE", "SMS_PER_PERSON_PER_DAY", "SMS_PER_DAY", "AI_SITE_MONTHLY_USD")
QUOTAS += ("STREAMS_PER_PROCESS",)


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text()


def in_force() -> dict[str, str]:
    """Limits of the settings by name, as the page writes them."""
    numbers: dict[str, Any] = {name: getattr(base, name) for name in QUOTAS}
    rates: dict[str, str] = base.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]  # type: ignore[assignment]
    quotas = {name: f"{int(number):,}" for name, number in numbers.items()}
    return {**settings.ACCOUNT_RATE_LIMITS, **rates, **quotas}


def test_every_limit_of_the_settings_is_on_the_page_as_it_is(page: str) -> None:
    assert {name: number.strip() for name, number in ROW.findall(page)} == in_force()


def test_every_number_of_the_code_is_as_it_is(page: str) -> None:
    rows = COUNTED.findall(page)
    wrong = [
        f"{module}:{name} is not {said}"
        for said, module, name in rows
        if f"{getattr(import_module(module), name):,}" != said
    ]
    assert len(rows) >= 14
    assert not wrong, listed(wrong)


def test_everything_that_counts_is_on_the_page(page: str) -> None:
    counting = [
        source.name(path).removesuffix(".py").replace("/", ".")
        for path in source.code()
        if any(source.calls(source.tree(path), "hit"))
    ]
    known = {"config.core.api.throttles", "athletes.services.quotas", "notifications.channels.sms.sending"}
    missing = [name for name in counting if name not in known and f"`{name}" not in page]
    assert len(counting) >= 12
    assert not missing, listed(missing)
