"""What somebody else is offered on pages of activities."""

from __future__ import annotations

import pytest
from django.test import Client

from metrics.selectors.imports import IN_FILES
from tests.factories.athletes import CoachLinkFactory
from tests.factories.metrics import ActivityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.either]


@pytest.mark.parametrize(
    ("classes", "offered"),
    [(["activities"], (True, False)), (["activities", *IN_FILES], (True, True))],
    ids=["activities alone", "all that files hold"],
)
def test_importing_is_offered_to_who_may_write_all_that_files_hold(
    classes: list[str], offered: tuple[bool, bool]
) -> None:
    link = CoachLinkFactory(scopes=dict.fromkeys(classes, "write"))
    ActivityFactory(athlete=link.athlete)
    client = Client()
    client.force_login(link.coach)

    page = client.get(f"/athletes/{link.athlete.uid}/activities/").content.decode()

    assert ("/activities/new/" in page, f"/athletes/{link.athlete.uid}/import/" in page) == offered
