"""What the matrix of access does not ask by itself: second factors, looks, and leave to change one class."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from athletes.models import CoachLink, DataRead
from metrics.models import ThresholdProposal
from tests.architecture.source import listed
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.pipeline.access_pages import MODELS
from tests.pipeline.test_access_matrix import (
    APPS,
    CHANGED,
    MARKS,
    METHODS,
    REFUSED,
    WITHIN,
    WRITE_ALL,
    World,
    answers,
    client_of,
    content,
    world,
)

__all__ = ["world"]
pytestmark = [pytest.mark.django_db, pytest.mark.either]
SECOND_FACTOR = "/account/second-factor/"
FOLLOWS = {"analysis": ThresholdProposal}
"""Rows of another class that a change makes by itself: an analysis looks for thresholds that have changed."""


def _is_led_to_the_factor(response: Any) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith(SECOND_FACTOR)


@pytest.mark.parametrize(
    "app", ["plans", *(pytest.param(each, marks=pytest.mark.long) for each in APPS if each != "plans")]
)
def test_a_coach_without_a_second_factor_gets_and_changes_nothing(
    world: World, settings: Any, app: str
) -> None:
    settings.COACHES_NEED_MFA = True
    client, before = client_of("coach who changes", world), world.state()

    found = answers(client, world, app, METHODS)
    leaks = [
        asked
        for asked, status, response in found
        if status not in REFUSED and not _is_led_to_the_factor(response)
    ]

    assert not leaks, listed(leaks)
    assert world.state() == before


@pytest.mark.parametrize("app", APPS)
def test_whatever_a_coach_is_shown_counts_as_looked_at(world: World, app: str) -> None:
    client = client_of("coach who reads", world)
    marks = [*MARKS.items(), *(each for each in WITHIN.values() if each[0])]
    missing, seen = [], 0
    with transaction.atomic():
        for asked, status, response in answers(client, world, app, ("get",)):
            if status in REFUSED:
                continue
            text = content(response)
            shown = {data for data, mark in marks if mark in text}
            counted = set(DataRead.objects.values_list("data_class", flat=True))
            missing += [f"{asked} shows {data}" for data in sorted(shown - counted)]
            seen += bool(shown)
            DataRead.objects.all().delete()
        transaction.set_rollback(True)

    assert not missing, listed(missing)
    assert seen > 0


@pytest.mark.parametrize(
    "data",
    ["notes", *(pytest.param(each, marks=pytest.mark.long) for each in WRITE_ALL if each != "notes")],
)
def test_leave_to_change_one_class_changes_no_other(world: World, data: str) -> None:
    user = UserFactory()
    for athlete in world.athletes:
        CoachLinkFactory(coach=user, athlete=athlete, scopes={data: "write"})
    client = Client(headers={"Accept": "application/json"})
    client.force_login(user)
    models = [
        each
        for each in dict.fromkeys((*MODELS, *CHANGED))
        # A link notes when a page was opened.
        if each not in (CoachLink, FOLLOWS.get(data))
        and isinstance(of := getattr(each, "data_class", None), str)
        and of != data
    ]
    leaks = []
    with transaction.atomic():
        before = {each: repr(list(each.objects.order_by("pk").values_list())) for each in models}
        for app in APPS:
            for asked, status, _ in answers(client, world, app, METHODS[1:]):
                if status in REFUSED:
                    continue
                leaks += [
                    f"{asked} changes {each.__name__}"
                    for each in models
                    if repr(list(each.objects.order_by("pk").values_list())) != before[each]
                ]
        transaction.set_rollback(True)

    assert len(models) > 15
    assert not leaks, listed(leaks)
