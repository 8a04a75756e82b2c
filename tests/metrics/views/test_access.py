"""Who gets what from every page of this app."""

from __future__ import annotations

import pytest
from django.test import Client

from metrics.models import Activity, ImportBatch
from tests.factories.athletes import CoachLinkFactory, UserFactory
from tests.factories.metrics import ActivityFactory, ImportBatchFactory
from tests.metrics.views.conftest import address

PAGES = [
    "activities",
    "activity",
    "activity-streams",
    "fitness",
    "panel-fitness",
    "load-json",
    "imports",
    "import-batch",
]
WRITERS_PAGES = ["activity-delete"]
POSTS = ["activity-edit", "activity-delete", "activity-restore", "activity-unmerge", "imports", "refresh"]
READ = {"activities": "read", "load": "read"}


@pytest.fixture
def addresses(athlete):
    """The addresses of an athlete with an activity and an import, by uid."""
    activity = ActivityFactory(athlete=athlete, name="Long run")
    batch = ImportBatchFactory(athlete=athlete)
    of_activity = {name: {"uid": activity.uid} for name in [*PAGES, *POSTS] if name.startswith("activity")}
    parts = {**of_activity, "import-batch": {"uid": batch.uid}}
    return {name: address(name, athlete, **parts.get(name, {})) for name in {*PAGES, *POSTS}}


@pytest.mark.parametrize("name", [*PAGES, *WRITERS_PAGES])
def test_athletes_see_all_of_their_own(client, addresses, name):
    assert client.get(addresses[name]).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_a_coach_with_leave_reads_the_same_pages(client_of, athlete, addresses, name):
    link = CoachLinkFactory(athlete=athlete, scopes=READ)

    response = client_of(link.coach).get(addresses[name])

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("name", WRITERS_PAGES)
def test_a_reading_coach_is_not_asked_what_to_delete(client_of, athlete, addresses, name):
    link = CoachLinkFactory(athlete=athlete, scopes=READ)

    assert client_of(link.coach).get(addresses[name]).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_a_reading_coach_changes_nothing(client_of, athlete, addresses, name):
    link = CoachLinkFactory(athlete=athlete, scopes=READ)
    before = list(Activity.objects.values("name", "rpe", "revision", "deleted_at", "merged_into"))

    response = client_of(link.coach).post(addresses[name], {"name": "Changed", "rpe": "7.0"})

    assert response.status_code == 404
    assert list(Activity.objects.values("name", "rpe", "revision", "deleted_at", "merged_into")) == before
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize("name", [*PAGES, *WRITERS_PAGES])
@pytest.mark.parametrize("scopes", [{}, {"heart": "write", "profile": "write", "places": "read"}])
def test_a_coach_without_leave_finds_nothing(client_of, athlete, addresses, name, scopes):
    link = CoachLinkFactory(athlete=athlete, scopes=scopes)

    assert client_of(link.coach).get(addresses[name]).status_code == 404


@pytest.mark.parametrize("name", [*PAGES, *WRITERS_PAGES])
def test_strangers_and_operators_find_nothing(client_of, addresses, name):
    assert client_of(UserFactory()).get(addresses[name]).status_code == 404
    assert client_of(UserFactory(is_staff=True, is_superuser=True)).get(addresses[name]).status_code == 404


@pytest.mark.parametrize("name", [*PAGES, *WRITERS_PAGES])
def test_anonymous_visitors_are_asked_to_log_in(addresses, name):
    response = Client().get(addresses[name])

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/?next=/athletes/")


@pytest.mark.parametrize("name", POSTS)
def test_anonymous_visitors_change_nothing(addresses, name):
    response = Client().post(addresses[name], {"name": "Changed"})

    assert response.status_code == 302
    assert Activity.objects.get().name == "Long run"
    assert Activity.objects.alive().count() == 1


def test_a_coach_who_may_write_imports_and_edits(client_of, athlete, addresses):
    link = CoachLinkFactory(athlete=athlete, scopes={"activities": "write"})
    client = client_of(link.coach)

    response = client.post(addresses["activity-edit"], {"name": "Renamed by Kim", "rpe": ""})

    assert response.url == addresses["activity"]
    assert Activity.objects.get().name == "Renamed by Kim"
    assert b"Drop files or folders here" not in client.get(addresses["imports"]).content
    link.scopes = dict.fromkeys(("activities", "places", "heart", "sleep", "body"), "write")
    link.save()
    assert b"Drop files or folders here" in client.get(addresses["imports"]).content


def test_a_reading_coach_sees_no_way_to_change_anything(client_of, athlete, addresses):
    client = client_of(CoachLinkFactory(athlete=athlete, scopes=READ).coach)

    for name in ("activities", "activity", "imports"):
        page = client.get(addresses[name]).content.decode()
        main = page[page.index("<main") :]
        assert 'method="post"' not in main
        assert "Import</a>" not in main
