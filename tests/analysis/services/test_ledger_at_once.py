"""Many workers that reserve at once, as threads and as processes, never pass a cap."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from analysis.errors import BudgetExceededError
from analysis.gateway.types import Tokens
from analysis.models import AIPreferences, AIUsage
from analysis.services import ledger
from athletes.models import Athlete
from tests.analysis.services.test_ledger import request
from tests.factories.athletes import AthleteFactory

pytestmark = pytest.mark.django_db(transaction=True)

EACH = Decimal("0.080050")
WORKER = """
import sys
import django
from django.db import connections
django.setup()
from django.conf import settings
settings.AI_SITE_MONTHLY_USD = float(sys.argv[3])
connections["default"].settings_dict["NAME"] = sys.argv[1]
from analysis.errors import BudgetExceededError
from analysis.services import ledger
from athletes.models import Athlete
from tests.analysis.services.test_ledger import request
athlete, done = Athlete.objects.get(pk=sys.argv[2]), 0
print("ready", flush=True)
sys.stdin.readline()
for _ in range(8):
    try:
        ledger.reserve(athlete=athlete, purpose="asked", request=request())
        done += 1
    except BudgetExceededError:
        pass
sys.stdout.write(str(done))
"""


def reserves(athlete: Athlete) -> bool:
    try:
        ledger.reserve(athlete=athlete, purpose=AIUsage.Purpose.ASKED, request=request())
    except BudgetExceededError:
        return False
    else:
        return True
    finally:
        connection.close()


def at_once(athletes: list[Athlete]) -> int:
    with ThreadPoolExecutor(8) as pool:
        return sum(pool.map(reserves, athletes))


def spent() -> Decimal:
    return sum((each.cost_usd for each in AIUsage.objects.all()), Decimal(0))


def test_the_month_of_an_athlete_holds_against_many_threads():
    athlete = AthleteFactory()
    AIPreferences.objects.create(athlete=athlete, monthly_usd=Decimal("0.45"), answers_per_day=100)

    assert at_once([athlete] * 24) == 5
    assert spent() == 5 * EACH


def test_the_day_of_an_athlete_holds_against_many_threads():
    athlete = AthleteFactory()
    AIPreferences.objects.create(athlete=athlete, monthly_usd=Decimal(50), answers_per_day=3)

    assert at_once([athlete] * 24) == 3


def test_the_sites_month_holds_against_many_athletes(settings):
    settings.AI_SITE_MONTHLY_USD = 0.60

    assert at_once([AthleteFactory() for _ in range(24)]) == 7
    assert spent() == 7 * EACH


def test_settling_by_two_workers_books_once():
    usage = ledger.reserve(athlete=AthleteFactory(), purpose=AIUsage.Purpose.ASKED, request=request())

    def settle(tokens: Tokens) -> None:
        try:
            ledger.settle(usage=AIUsage.objects.get(pk=usage.pk), tokens=tokens)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(settle, [Tokens(input=13_000, output=3_500)] * 8))
    assert spent() == Decimal("0.061")


def test_the_sites_month_holds_against_processes(tmp_path):
    athletes = [AthleteFactory() for _ in range(3)]
    workers = [worker(athlete, tmp_path) for athlete in athletes]
    for each in workers:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in workers:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    told = [each.communicate(timeout=60)[0] for each in workers]

    assert sum(int(each) for each in told) == 7
    assert spent() == 7 * EACH


def worker(athlete: Athlete, folder: Path) -> subprocess.Popen[str]:
    """A process that tries eight times, once it is told to go."""
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(connection.settings_dict["NAME"]), str(athlete.pk), "0.60"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "TMPDIR": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
