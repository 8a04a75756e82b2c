"""The pages of privacy: about whoever is logged in, and about nobody else."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from django.core import mail
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from athletes.models import Athlete, DataExport, ErasureRequest, PrivacyZone, User
from athletes.reads import record_reads
from athletes.services import data_exports, erasure
from athletes.services.zones import add_zone
from config.core.celery import run_inline, sending_with
from config.core.models import AuditEvent, ExternalCall, Job, JobState
from notifications.models import Message
from notifications.services.security import tell_of_audited
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PASSWORD = "a long enough passphrase"


@pytest.fixture(autouse=True)
def _data(settings: Settings, tmp_path: Path) -> None:
    settings.FORMLINE_DATA = tmp_path


@pytest.fixture
def ada() -> Athlete:
    athlete = AthleteFactory(user__email="ada@formline.example")
    athlete.user.set_password(PASSWORD)
    athlete.user.save()
    return athlete


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def proven(user: User) -> Client:
    """Logged in, and has just given the password again."""
    client = logged_in(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def made(user: User) -> DataExport:
    with sending_with(lambda *_: None):
        row = data_exports.ask_export(user=user)
    job_before = Job.objects.get(subject=row.uid)
    assert job_before.state == JobState.QUEUED
    data_exports.make_export(uid=row.uid)
    row.refresh_from_db()
    return row


@pytest.mark.django_db(transaction=True)
def test_an_export_is_made_behind_the_scenes_told_and_downloaded(ada: Athlete) -> None:
    client = proven(ada.user)
    with run_inline() as failures:
        client.post(reverse("account:privacy-export"))
    assert failures == []
    row = DataExport.objects.get()
    page = client.get(reverse("account:privacy")).content.decode()
    answer = client.get(reverse("account:privacy-download", args=[row.uid]))
    with ZipFile(io.BytesIO(answer.getvalue())) as archive:  # type: ignore[attr-defined]
        assert "README.txt" in archive.namelist()
    tell_of_audited()

    assert row.state == "ready"
    assert reverse("account:privacy-download", args=[row.uid]) in page
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    told = {each.context["event"] for each in Message.objects.filter(user=ada.user)}
    assert "Your data are ready to take along" in told
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"athlete.export", "account.data_ready", "account.data_downloaded"} <= actions


@pytest.mark.django_db(transaction=True)
def test_the_link_ends_after_a_week_and_the_file_with_it(ada: Athlete) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        row = made(ada.user)
        address = reverse("account:privacy-download", args=[row.uid])
        name = str(row.file.name)
        clock.shift(timedelta(days=7))
        gone = proven(ada.user).get(address).status_code
        data_exports.sweep_exports()

    row.refresh_from_db()
    assert gone == 404
    assert row.state == "ended"
    assert not default_storage.exists(name)


@pytest.mark.django_db(transaction=True)
def test_nobody_else_gets_it_and_the_owner_proves_who_they_are(ada: Athlete) -> None:
    row = made(ada.user)
    address = reverse("account:privacy-download", args=[row.uid])
    coach = CoachLinkFactory(athlete=ada, scopes={"profile": "read"}).coach
    coach.set_password(PASSWORD)
    coach.save()

    assert proven(coach).get(address).status_code == 404
    assert logged_in(ada.user).get(address).headers["Location"].startswith("/accounts/reauthenticate/")
    assert Client().get(address).headers["Location"].startswith("/accounts/login/")
    row.refresh_from_db()
    assert row.downloaded_at is None


def test_one_export_at_a_time_and_three_a_day(ada: Athlete) -> None:
    with sending_with(lambda *_: None):
        first = data_exports.ask_export(user=ada.user)
        assert data_exports.ask_export(user=ada.user) == first
    DataExport.objects.update(state="ready")
    client = logged_in(ada.user)
    for _ in range(4):
        client.post(reverse("account:privacy-export"))
        DataExport.objects.update(state="ready")

    assert DataExport.objects.count() == 3


def test_an_export_that_is_given_up_says_so(ada: Athlete) -> None:
    with sending_with(lambda *_: None):
        row = data_exports.ask_export(user=ada.user)
    Job.objects.filter(subject=row.uid).update(state=JobState.QUARANTINED)
    data_exports.sweep_exports()

    assert "Failed. Have a new one made" in logged_in(ada.user).get("/account/privacy/").content.decode()


def test_erasure_needs_the_address_and_can_be_taken_back(ada: Athlete) -> None:
    client = proven(ada.user)
    wrong = client.post(reverse("account:privacy-erase"), {"email": "somebody@formline.example"})
    assert wrong.status_code == 422
    assert not ErasureRequest.objects.exists()

    client.post(reverse("account:privacy-erase"), {"email": "Ada@formline.example"})
    assert "Keep my data" in client.get(reverse("account:privacy")).content.decode()
    assert tell_of_audited() >= 1

    client.post(reverse("account:privacy-keep"))
    assert not ErasureRequest.objects.exists()
    assert AuditEvent.objects.filter(action="account.erasure_withdrawn").count() == 1


@pytest.mark.django_db(transaction=True)
def test_after_fourteen_days_everything_is_gone_and_a_mail_says_so(ada: Athlete) -> None:
    with time_machine.travel(NOW, tick=False) as clock, sending_with(lambda *_: None):
        erasure.ask_erasure(user=ada.user)
        clock.shift(timedelta(days=14) - timedelta(seconds=1))
        assert erasure.erase_due() == 0
        clock.shift(timedelta(seconds=1))
        assert erasure.erase_due() == 1

    assert not User.objects.filter(email="ada@formline.example").exists()
    letter = mail.outbox[-1]
    assert letter.to == ["ada@formline.example"]
    assert "Left over in tables, files and cache: 0." in str(letter.body)
    assert AuditEvent.objects.filter(action="athlete.erase", subject_uid=ada.uid).count() == 1


def test_a_due_erasure_is_started_by_the_sweep(
    ada: Athlete, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    started: list[str] = []
    ErasureRequest.objects.create(user=ada.user, due_at=NOW)
    with sending_with(lambda name, _ids: started.append(name)):
        erasure.sweep_erasures()

    assert started == ["athletes.tasks.erase_due"]


def test_a_place_is_hidden_and_shown_again(ada: Athlete) -> None:
    client = logged_in(ada.user)
    typed = {"name": "Home", "latitude_deg": "47.3769", "longitude_deg": "8.5417", "radius_m": "500"}
    assert client.post(reverse("account:zones"), typed).status_code == 302
    zone = PrivacyZone.objects.get()
    assert "Home" in client.get(reverse("account:zones")).content.decode()

    stranger = logged_in(AthleteFactory().user)
    assert stranger.post(reverse("account:zone-remove", args=[zone.uid])).status_code == 404
    assert PrivacyZone.objects.exists()

    client.post(reverse("account:zone-remove", args=[zone.uid]))
    assert not PrivacyZone.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"radius_m": "50"}, {"latitude_deg": "91"}, {"longitude_deg": "-181"}, {"name": ""}]
)
def test_a_place_that_cannot_be_is_refused(ada: Athlete, wrong: dict[str, str]) -> None:
    typed = {"name": "Home", "latitude_deg": "47", "longitude_deg": "8", "radius_m": "500", **wrong}

    assert logged_in(ada.user).post(reverse("account:zones"), typed).status_code == 422
    assert not PrivacyZone.objects.exists()


def test_the_circle_lies_aside_of_the_place(ada: Athlete) -> None:
    place = {"latitude_deg": 60.0, "longitude_deg": 8.0, "radius_m": 1_000}
    zones = [add_zone(athlete=ada, name=str(number), **place) for number in range(15)]

    north = [(each.cover_latitude_deg - 60) * 111_320 for each in zones]
    east = [(each.cover_longitude_deg - 8) * 55_660 for each in zones]
    aside = [(y**2 + x**2) ** 0.5 for y, x in zip(north, east, strict=True)]
    assert max(aside) <= 501
    assert len({round(each) for each in aside}) > 5


def test_who_gets_what_is_told_for_every_service(ada: Athlete) -> None:
    for service in ("claude", "garmin_login", "new_service"):
        ExternalCall.objects.create(
            service=service, operation="x", subject=ada.uid, started_at=NOW, duration_ms=1, status=200
        )
    ExternalCall.objects.create(
        service="twilio", operation="x", subject=AthleteFactory().uid, started_at=NOW, duration_ms=1
    )
    page = " ".join(logged_in(ada.user).get(reverse("account:outside")).content.decode().split())

    asked = re.findall(r"<strong>([^<]+)</strong>.*?(\d+ request|No request)", page)
    assert dict(asked) == {
        "Anthropic (Claude)": "1 request",
        "Object store": "No request",
        "Garmin": "1 request",
        "new_service": "1 request",
        "Map tiles": "No request",
        "Mail server": "No request",
        "Twilio (SMS)": "No request",
        "Push service of your browser": "No request",
        "Applications you let in": "No request",
        "Your own webhooks": "No request",
    }


def test_the_record_says_who_looked_and_what_was_opened_and_nothing_of_others(ada: Athlete) -> None:
    coach = UserFactory(email="bo@example.org")
    CoachLinkFactory(athlete=ada, scopes={"load": "read"}, coach=coach)
    other = AthleteFactory()
    record_reads(viewer=coach, athletes=[ada], classes=["load"])
    record_reads(viewer=coach, athletes=[other], classes=["sleep"])
    page = logged_in(ada.user).get(reverse("account:record"), {"about": "reads"}).content.decode()

    assert page.count("Looked at data") == 1
    assert "bo@example.org" in page
    assert "sleep" not in page
    seen_by_coach = logged_in(coach).get(reverse("account:record")).content.decode()
    assert seen_by_coach.count("Looked at data (of somebody else)") == 2


@pytest.mark.parametrize("name", ["privacy", "outside", "record", "zones", "privacy-erase"])
def test_without_a_login_there_is_nothing(name: str) -> None:
    assert Client().get(reverse(f"account:{name}")).headers["Location"].startswith("/accounts/login/")


def test_a_coach_who_is_no_athlete_has_privacy_too() -> None:
    client = logged_in(UserFactory())

    pages = [client.get(reverse(f"account:{name}")).status_code for name in ("privacy", "outside", "record")]
    assert pages == [200, 200, 200]
    assert client.get(reverse("account:zones")).status_code == 404
