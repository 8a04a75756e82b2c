"""The coaches' admin: rows of athletes who opened the class, and nothing of anybody else's."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from athletes.models import DATA_CLASSES, Athlete, CoachLink, DataRead, User
from config.coach_admin import site
from config.core.models import AuditEvent
from metrics.models import Activity, Signal
from plans.models import PlanProposal
from tests.factories.athletes import AthleteFactory, CoachLinkFactory, UserFactory
from tests.factories.metrics import ActivityFactory
from tests.factories.mfa import log_in_with_mfa
from tests.factories.plans import PlanFactory, PlannedSessionFactory, ProposalFactory
from tests.factories.signals import SignalFactory

pytestmark = pytest.mark.django_db
READ_ALL = dict.fromkeys(DATA_CLASSES, "read")
TABLES = (
    "athletes_athlete",
    "metrics_activity",
    "metrics_signal",
    "plans_plannedsession",
    "plans_planproposal",
)


@pytest.fixture
def athlete() -> Athlete:
    athlete: Athlete = AthleteFactory(name="Ada Runner")
    ActivityFactory(athlete=athlete, name="=1+1")
    SignalFactory(athlete=athlete)
    PlannedSessionFactory(athlete=athlete, day=athlete.today())
    ProposalFactory(plan=PlanFactory(athlete=athlete, start=athlete.today()))
    return athlete


def with_mfa(user: User) -> Client:
    client = Client()
    log_in_with_mfa(client, user)
    return client


def coach_of(athlete: Athlete, **link: Any) -> User:
    coach: User = CoachLinkFactory(athlete=athlete, **link).coach
    return coach


def address(table: str) -> str:
    return reverse(f"coach_admin:{table}_changelist")


def act(client: Client, table: str, action: str, rows: Any) -> Any:
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    return client.post(address(table), chosen)


def test_a_coach_sees_each_table_and_row_and_every_look_is_recorded(athlete: Athlete) -> None:
    AthleteFactory(name="Ben Stranger")
    client = with_mfa(coach_of(athlete, scopes=READ_ALL))

    for model, model_admin in site._registry.items():
        table = f"{model._meta.app_label}_{model._meta.model_name}"
        page = client.get(address(table))
        row = model._default_manager.filter(**{model_admin.athlete_path: athlete.pk}).first()
        one = client.get(reverse(f"coach_admin:{table}_change", args=[row.pk]))

        assert (page.status_code, one.status_code) == (200, 200), table
        assert "Ada Runner" in page.content.decode(), table
        assert "Ben Stranger" not in page.content.decode(), table

    counted = dict(DataRead.objects.values_list("data_class", "count"))
    assert counted == {"profile": 2, "activities": 2, "plan": 4, "load": 2}


def test_what_is_not_opened_is_not_there(athlete: Athlete) -> None:
    client = with_mfa(coach_of(athlete, scopes={"plan": "read"}))
    activity = ActivityFactory(athlete=athlete)

    assert "Ada Runner" not in client.get(address("metrics_activity")).content.decode()
    page = client.get(reverse("coach_admin:metrics_activity_change", args=[activity.pk]))
    assert page.status_code == 302
    assert not DataRead.objects.exists()


def test_a_signal_made_from_a_closed_class_is_left_out(athlete: Athlete) -> None:
    Signal.objects.update(needs="heart,load")

    some = with_mfa(coach_of(athlete, scopes={"load": "read"})).get(address("metrics_signal"))
    every = with_mfa(coach_of(athlete, scopes={"load": "read", "heart": "read"})).get(
        address("metrics_signal")
    )

    assert some.context["cl"].result_count == 0
    assert every.context["cl"].result_count == 1


PEOPLE: dict[str, dict[str, Any]] = {
    "pending": {"scopes": READ_ALL, "status": CoachLink.Status.PENDING},
    "revoked": {"scopes": READ_ALL, "status": CoachLink.Status.REVOKED},
    "expired": {"scopes": READ_ALL, "valid_until": timezone.now() - timedelta(seconds=1)},
}


@pytest.mark.parametrize("name", [*PEOPLE, "owner", "stranger", "operator"])
def test_who_coaches_nobody_is_refused(athlete: Athlete, name: str) -> None:
    if name in PEOPLE:
        user = coach_of(athlete, **PEOPLE[name])
    else:
        user = athlete.user if name == "owner" else UserFactory(is_staff=name == "operator")
    client = with_mfa(user)

    assert [client.get(address(table)).status_code for table in TABLES] == [302] * len(TABLES)
    assert act(client, "metrics_signal", "seen", Signal.objects.all()).status_code == 302
    assert Signal.objects.get().acknowledged_at is None
    assert not DataRead.objects.exists()


def test_a_coach_without_a_second_factor_is_told_where_to_set_it_up(athlete: Athlete) -> None:
    client = Client()
    client.force_login(coach_of(athlete, scopes=READ_ALL))

    answer = client.get(address("metrics_activity"), follow=True)

    assert answer.request["PATH_INFO"] == reverse("account:second-factor")
    assert not DataRead.objects.exists()


def test_actions_need_leave_to_write(athlete: Athlete) -> None:
    follower = {"scopes": READ_ALL, "role": CoachLink.Role.FOLLOWER}
    for link in ({"scopes": READ_ALL}, follower):
        act(with_mfa(coach_of(athlete, **link)), "metrics_signal", "seen", Signal.objects.all())
        assert Signal.objects.get().acknowledged_at is None

    writer = coach_of(athlete, scopes={"load": "write"})
    act(with_mfa(writer), "metrics_signal", "seen", Signal.objects.all())

    assert Signal.objects.get().acknowledged_by == writer


def test_files_hold_the_coached_rows_and_no_formula(athlete: Athlete) -> None:
    other = ActivityFactory(name="Not yours")
    client, mine = with_mfa(coach_of(athlete, scopes=READ_ALL)), athlete.pk
    rows = Activity.objects.filter(athlete_id__in=[mine, other.athlete_id])
    text = act(client, "metrics_activity", "to_csv", rows).content.decode("utf-8-sig")
    book = act(client, "metrics_activity", "to_xlsx", rows).content

    table = list(csv.DictReader(io.StringIO(text)))
    assert [row["name"] for row in table] == ["'=1+1"]
    sheet = load_workbook(io.BytesIO(book)).active
    assert sheet is not None
    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == ["'=1+1"]
    assert AuditEvent.objects.filter(action="athlete.export", subject_uid=athlete.uid).count() == 2
    assert not AuditEvent.objects.filter(subject_uid=other.athlete.uid).exists()


def test_no_filter_can_be_asked_about_what_is_not_shown(athlete: Athlete) -> None:
    client = with_mfa(coach_of(athlete, scopes={"activities": "read"}))

    for lookup in ("note__contains=a", "avg_hr_bpm__gte=1", "athlete__user__password__startswith=a"):
        assert client.get(f"{address('metrics_activity')}?{lookup}").status_code in (302, 400), lookup


def looked(operator: User) -> list[tuple[str, Any]]:
    events = AuditEvent.objects.filter(actor_uid=operator.uid).order_by("pk")
    return list(events.values_list("action", "subject_uid"))


@pytest.mark.parametrize("cause", ["illness", "injury"])
def test_why_a_plan_changes_is_told_in_no_list_file_or_filter(athlete: Athlete, cause: str) -> None:
    proposals = PlanProposal.objects.all()
    proposals.update(cause=cause, reason="Since you are ill or injured.")
    client = with_mfa(coach_of(athlete, scopes={"plan": "read"}))

    page = client.get(address("plans_planproposal")).content.decode().lower()
    one = client.get(reverse("coach_admin:plans_planproposal_change", args=[proposals.get().pk]))
    file = act(client, "plans_planproposal", "to_csv", proposals).content.decode().lower()
    asked = client.get(address("plans_planproposal"), {"cause__exact": cause})

    assert "ada runner" in page
    assert "ada runner" in file
    for text in (page, file, one.content.decode().lower()):
        assert ("illness" in text, "injur" in text, "ill or" in text) == (False, False, False)
    assert asked.status_code in {302, 400}


def test_an_operator_who_looks_at_health_data_leaves_a_trace(athlete: Athlete) -> None:
    operator = UserFactory(is_staff=True)
    client, row = with_mfa(operator), Activity.objects.get()

    client.get(reverse("admin:metrics_activity_changelist"))
    client.get(reverse("admin:metrics_activity_change", args=[row.pk]))
    client.get(reverse("admin:athletes_athlete_change", args=[athlete.pk]))
    client.get(reverse("admin:metrics_activity_change", args=[0]))
    client.get(reverse("admin:core_job_changelist"))

    assert looked(operator) == [
        ("admin.list", athlete.uid),
        ("athlete.read", athlete.uid),
        ("athlete.read", athlete.uid),
    ]


def test_whoever_stood_in_an_operators_list_reads_so_in_plain_words(athlete: Athlete) -> None:
    away = AthleteFactory(name="Elsewhere")
    ActivityFactory.create_batch(2, athlete=athlete)
    operator = UserFactory(is_staff=True, email="op@example.org")
    with_mfa(operator).get(reverse("admin:metrics_activity_changelist"))
    pages = []
    for each in (athlete, away):
        client = Client()
        client.force_login(each.user)
        page = client.get(reverse("account:record"), {"about": "reads"}).content.decode()
        pages.append(
            (page.count("Looked at a list that your data stood in"), "op@example.org (operator)" in page)
        )

    assert pages == [(1, True), (0, False)]


def test_who_is_refused_at_the_operators_site_leaves_none(athlete: Athlete) -> None:
    coach = coach_of(athlete, scopes=READ_ALL)

    assert with_mfa(coach).get(reverse("admin:metrics_activity_changelist")).status_code == 302
    assert looked(coach) == []


def test_lists_are_written_for_people(athlete: Athlete) -> None:
    Athlete.objects.filter(pk=athlete.pk).update(name="")
    Activity.objects.update(timer_s=4904.138, distance_m=4025.4, load=19.6236)
    Signal.objects.update(kind="sensor_dropout")
    client = with_mfa(coach_of(athlete, scopes=READ_ALL))

    activities, signals = (
        client.get(address(table)).content.decode() for table in ("metrics_activity", "metrics_signal")
    )

    assert [each in activities for each in (athlete.user.email, "1:21:44", "4.03", "Formline coaches")] == [
        True
    ] * 4
    assert (str(athlete.uid) in activities, "4904.138" in activities) == (False, False)
    assert "Sensor dropout" in signals


def test_a_file_is_whole_or_not_given(athlete: Athlete, monkeypatch: pytest.MonkeyPatch) -> None:
    ActivityFactory(athlete=athlete)
    monkeypatch.setattr("config.coach_admin.EXPORTED", 1)
    client = with_mfa(coach_of(athlete, scopes=READ_ALL))

    refused = act(client, "metrics_activity", "to_csv", Activity.objects.all())
    told = client.get(address("metrics_activity")).content.decode()

    assert refused.status_code == 302
    assert "A file takes 1 rows. Narrow the list by a filter first." in told
    assert not AuditEvent.objects.filter(action="athlete.export").exists()
