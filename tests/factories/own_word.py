"""What athletes say: mornings, markers, days of a cycle log."""

from __future__ import annotations

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from metrics.models import Annotation, CheckIn, CycleDay
from tests.factories.athletes import AthleteFactory

START = date(2026, 11, 1)


class CheckInFactory(DjangoModelFactory):
    """A middling morning; each next one is a day earlier."""

    class Meta:
        model = CheckIn

    athlete = factory.SubFactory(AthleteFactory)
    date = factory.Sequence(lambda n: START - timedelta(days=n))
    feel = 3
    soreness = 3
    sleep_quality = 3
    stress = 3


class AnnotationFactory(DjangoModelFactory):
    """An illness of four days."""

    class Meta:
        model = Annotation

    athlete = factory.SubFactory(AthleteFactory)
    kind = Annotation.Kind.ILLNESS
    start = date(2026, 10, 5)
    end = date(2026, 10, 9)


class CycleDayFactory(DjangoModelFactory):
    """A day of bleeding, in the log of an athlete who keeps one."""

    class Meta:
        model = CycleDay

    athlete = factory.SubFactory(AthleteFactory, keeps_cycle_log=True)
    date = factory.Sequence(lambda n: START - timedelta(days=n))
    bleeding = CycleDay.Bleeding.MEDIUM
