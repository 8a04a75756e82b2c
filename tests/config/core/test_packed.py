"""Large values are kept compressed, and come back as they were."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection

from analysis.models import Analysis
from config.core.models import PackedJSONField
from tests.factories.athletes import AthleteFactory

REPEATED = {"values": [{"id": f"load.{number}", "unit": "TSS", "text": "Überlänge"} for number in range(300)]}


def stored(pack: Any) -> Analysis:
    days = {"start": date(2026, 11, 1), "end": date(2026, 11, 8)}
    row: Analysis = Analysis.objects.create(athlete=AthleteFactory.create(), pack=pack, body={}, **days)
    return row


@pytest.mark.parametrize("value", [REPEATED, [], {}, "", "a text", 0, False])
def test_a_value_comes_back_as_it_was(db: None, value: Any) -> None:
    row = stored(value)

    assert Analysis.objects.get(pk=row.pk).pack == value
    assert Analysis.objects.values_list("pack", flat=True).get() == value


def test_what_repeats_itself_takes_a_tenth_of_the_room(db: None) -> None:
    stored(REPEATED)

    with connection.cursor() as cursor:
        cursor.execute("SELECT length(pack) FROM analysis_analysis")
        (length,) = cursor.fetchone()
    assert length < len(str(REPEATED)) / 10


def test_a_fixture_holds_the_value_and_brings_it_back(db: None) -> None:
    row = stored(REPEATED)
    written = serializers.serialize("json", [row])
    row.delete()

    for each in serializers.deserialize("json", written):
        each.save()
    assert Analysis.objects.get().pack == REPEATED


def test_broken_bytes_are_named() -> None:
    with pytest.raises(ValidationError):
        PackedJSONField().to_python(b"no zstd")
