"""Days that have not been synced are told as unknown, with what to do."""

from datetime import timedelta

import pytest

from analysis.services.analysing import analyse
from tests.analysis.builders import TODAY, WEEK
from tests.analysis.conftest import train
from tests.factories.metrics import DayFactory
from tests.factories.synced import ConnectionFactory, SyncedDayFactory


@pytest.fixture
def nights(athlete):
    """Sixty nights that end two days ago."""
    train(athlete, WEEK * 25)
    for ago in range(2, 62):
        DayFactory(athlete=athlete, date=TODAY - timedelta(days=ago))
    return athlete


def said(analysis):
    claims = [claim["text"] for each in analysis.body["findings"] for claim in each["claims"]]
    claims += [claim["text"] for each in analysis.body["recommendations"] for claim in each["claims"]]
    return " ".join(claims).replace("\u202f", " ")


def test_a_late_day_is_unknown_and_asks_for_a_sync(nights):
    ConnectionFactory(athlete=nights)

    analysis = analyse(athlete=nights)

    assert "Nothing has been synced from Sat 21 Nov on, 1 day so far." in said(analysis)
    assert "Sync your watch, or look at the connection to it" in said(analysis)
    channel = next(each for each in analysis.pack["channels"] if each["channel"] == "sleep")
    assert (channel["missing"], channel["not_synced"]) == (["2026-11-21"], ["2026-11-21"])
    assert {"channel": "sleep", "days": 1} in analysis.body["missing"]
    assert analysis.body["grounding"]["dropped"] == 0


def test_a_night_without_the_watch_is_missing_and_not_late(nights):
    connection = ConnectionFactory(athlete=nights)
    DayFactory(athlete=nights, date=TODAY, hrv_rmssd_ms=None)
    channels = {"sleep": "missing", "hrv": "missing", "heart": "missing"}
    SyncedDayFactory(connection=connection, date=TODAY - timedelta(days=1), channels=channels)

    analysis = analyse(athlete=nights)

    assert "synced" not in said(analysis)
    channel = next(each for each in analysis.pack["channels"] if each["channel"] == "sleep")
    assert (channel["missing"], channel["not_synced"]) == (["2026-11-21"], [])


def test_without_a_connection_nobody_is_asked_to_sync(nights):
    assert "synced" not in said(analyse(athlete=nights))


def test_a_gap_that_is_a_signal_is_told_once(athlete):
    train(athlete, WEEK * 20, until=TODAY - timedelta(days=6))
    for ago in range(6, 66):
        DayFactory(athlete=athlete, date=TODAY - timedelta(days=ago))
    ConnectionFactory(athlete=athlete)

    text = said(analyse(athlete=athlete))

    assert "Nothing arrived for" in text
    assert "Nothing has been synced" not in text
