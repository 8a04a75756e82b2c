"""Renaming, rating, deleting and bringing back."""

from __future__ import annotations

import re

import pytest

from athletes.models import Connection
from metrics.models import Activity, SyncRun
from tests.factories.connected import ConnectionFactory
from tests.factories.metrics import ActivityFactory
from tests.metrics.views.conftest import NOW, address


@pytest.fixture
def activity(athlete):
    return ActivityFactory(athlete=athlete, name="Tempo", rpe=None)


def post(client, page, activity, **fields):
    return client.post(address(page, uid=activity.uid), fields)


def test_renames_and_rates(client, activity):
    response = post(client, "activity-edit", activity, name="Threshold", rpe="7.0")

    activity.refresh_from_db()
    assert (activity.name, activity.rpe) == ("Threshold", 7.0)
    assert response.url == address("activity", uid=activity.uid)
    page = client.get(response.url).content.decode()
    assert "Saved." in page
    assert '<option value="7.0" selected>7 · very hard</option>' in page


def test_a_rating_can_be_taken_back(client, activity):
    Activity.objects.filter(pk=activity.pk).update(rpe=5)

    post(client, "activity-edit", activity, name="Tempo", rpe="")

    activity.refresh_from_db()
    assert activity.rpe is None


def test_a_rating_between_the_steps_is_kept(client, activity):
    Activity.objects.filter(pk=activity.pk).update(rpe=4.5)

    assert (
        b'<option value="4.5" selected>4.5</option>'
        in client.get(address("activity", uid=activity.uid)).content
    )
    post(client, "activity-edit", activity, name="Named", rpe="4.5")

    activity.refresh_from_db()
    assert (activity.name, activity.rpe) == ("Named", 4.5)


@pytest.mark.parametrize("fields", [{"name": "x" * 201}, {"rpe": "11"}, {"rpe": "hard"}, {"name": "a\x00b"}])
def test_what_cannot_be_is_refused_and_what_was_typed_stays(client, activity, fields):
    response = post(client, "activity-edit", activity, **{"name": "Typed", "rpe": "", **fields})

    assert response.status_code == 422
    page = response.content.decode()
    assert "field-error" in page
    assert "Typed" in page or "name" in fields
    assert re.search(r"<h1[^>]*>\s*Tempo\s*</h1>", page)
    activity.refresh_from_db()
    assert (activity.name, activity.rpe, activity.revision) == ("Tempo", None, 1)


def test_only_name_and_rating_can_be_written(client, activity):
    post(
        client,
        "activity-edit",
        activity,
        name="Tempo",
        rpe="",
        load="999",
        timer_s="1",
        deleted_at="2026-01-01",
    )

    activity.refresh_from_db()
    assert (activity.timer_s, activity.deleted_at) == (3600.0, None)
    assert activity.load != 999


def test_asks_by_name_before_it_deletes(client, activity):
    page = client.get(address("activity-delete", uid=activity.uid)).content.decode()

    assert "Delete “Tempo”?" in page
    assert "1:00:00" in page
    assert Activity.objects.alive().filter(pk=activity.pk).exists()


def test_deletes_and_brings_back(client, activity):
    deleted = post(client, "activity-delete", activity)
    page = client.get(deleted.url).content.decode()

    assert "“Tempo” is gone." in page
    assert client.get(address("activity", uid=activity.uid)).status_code == 404
    assert f'action="{address("activity-restore", uid=activity.uid)}"' in page.replace("\n", "")
    restored = post(client, "activity-restore", activity)
    assert client.get(restored.url).status_code == 200
    assert client.get(deleted.url).status_code == 404


def test_a_merged_recording_goes_and_comes_back_with_its_activity(client, athlete, activity):
    twin = ActivityFactory(athlete=athlete, merged_into=activity)

    post(client, "activity-delete", activity)
    assert Activity.objects.alive().count() == 0
    assert client.get(address("activity-deleted", uid=twin.uid)).status_code == 404
    post(client, "activity-restore", activity)

    assert Activity.objects.alive().count() == 2


@pytest.mark.parametrize("name", ["activity-edit", "activity-delete", "activity-unmerge"])
def test_a_part_is_changed_with_its_whole_only(client, athlete, activity, name):
    leg = ActivityFactory(athlete=athlete, name="Leg", parent=activity)
    twin = ActivityFactory(athlete=athlete, name="Twin", merged_into=activity)

    for part in (leg, twin):
        assert post(client, name, part, name="Changed", rpe="").status_code == 404
        part.refresh_from_db()
        assert (part.name, part.deleted_at) in (("Leg", None), ("Twin", None))


@pytest.mark.parametrize("name", ["activity-edit", "activity-restore", "activity-unmerge", "refresh"])
def test_nothing_changes_by_looking(client, activity, name):
    parts = {} if name == "refresh" else {"uid": activity.uid}

    assert client.get(address(name, **parts)).status_code == 405


@pytest.mark.parametrize("name", ["activities", "activity", "activity-streams", "fitness", "load-json"])
def test_pages_that_only_show_take_no_posts(client, activity, name):
    parts = {"uid": activity.uid} if name.startswith("activity") else {}

    assert client.post(address(name, **parts)).status_code == 405


def test_the_refresh_button_leads_back_to_where_it_was(client):
    here = "http://testserver" + address("fitness") + "?range=1y"

    assert client.post(address("refresh"), headers={"referer": here}).url == here
    assert client.post(address("refresh"), headers={"referer": "https://elsewhere.example/"}).url == "/"


def test_the_refresh_button_asks_garmin_as_well(client, athlete):
    connection = ConnectionFactory(athlete=athlete, synced_at=NOW)

    html = client.post(address("refresh"), follow=True).content.decode()

    assert SyncRun.objects.filter(connection=connection).count() == 1
    assert "Garmin is asked for what is new." in html


def test_the_refresh_button_says_why_garmin_is_not_asked(client, athlete):
    ConnectionFactory(athlete=athlete, state=Connection.State.RECONNECT)

    html = client.post(address("refresh"), follow=True).content.decode()

    assert not SyncRun.objects.exists()
    assert "Everything here is computed afresh." in html
    assert "toast is-warn" in html
