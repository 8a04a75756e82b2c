"""What operators and coaches do in their admins is on record, with names of columns and no values."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin as operators
from django.contrib.admin import AdminSite
from django.test import Client
from django.urls import reverse

from athletes.models import User
from config.coach_admin import site as coaches
from config.core import audit
from config.core.admin_record import AdminRecord
from config.core.models import AuditEvent, AuditPayload, Job, JobState, RetentionRule
from tests.factories.athletes import AthleteFactory, UserFactory
from tests.factories.mfa import log_in_with_mfa

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> User:
    user: User = UserFactory(is_staff=True)
    return user


@pytest.fixture
def admin(operator: User) -> Client:
    client = Client()
    log_in_with_mfa(client, operator)
    return client


def on_record(action: str) -> tuple[AuditEvent, dict[str, Any]]:
    event = AuditEvent.objects.get(action=action)
    return event, AuditPayload.objects.get(event_uid=event.uid).body


def test_who_made_somebody_an_operator_is_on_record(admin: Client, operator: User) -> None:
    user = AthleteFactory().user
    answer = admin.post(
        reverse("admin:athletes_user_change", args=[user.pk]),
        {"name": "A Secret Name", "is_active": "on", "is_staff": "on"},
    )
    event, facts = on_record("admin.changed")

    assert answer.status_code == 302
    assert (event.actor_uid, event.subject_uid) == (operator.uid, user.uid)
    assert facts == {"table": "athletes.User", "row": str(user.pk), "fields": ["Name", "Operator"]}


@pytest.mark.parametrize("site", [operators.site, coaches], ids=["operators", "coaches"])
def test_every_table_of_both_admins_is_on_record(site: AdminSite) -> None:
    assert [each for each in site._registry.values() if not isinstance(each, AdminRecord)] == []


def test_adding_and_removing_are_on_record(admin: Client) -> None:
    admin.post(reverse("admin:core_retentionrule_add"), {"name": "core.task_runs", "keep_days": "7"})
    row = RetentionRule.objects.get()
    admin.post(reverse("admin:core_retentionrule_delete", args=[row.pk]), {"post": "yes"})

    assert on_record("admin.added")[1] == {"table": "core.RetentionRule", "row": str(row.pk)}
    assert on_record("admin.removed")[1] == {"table": "core.RetentionRule", "row": str(row.pk)}


def test_an_action_on_a_list_is_on_record(admin: Client) -> None:
    job = Job.objects.create(kind="sync", subject=UserFactory().uid, state=JobState.FAILED)
    admin.post(reverse("admin:core_job_changelist"), {"action": "retry", "_selected_action": [job.pk]})

    assert on_record("admin.acted")[1] == {"table": "core.Job", "action": "retry", "chosen": 1}


def test_an_operator_has_the_chain_verified_on_the_page(admin: Client) -> None:
    audit.record(None, "keys.rotated", None, {"newest": "k1"})
    verify = reverse("admin:core_auditevent_verify")
    assert "events fit" in admin.get(verify, follow=True).content.decode()

    AuditPayload.objects.filter(body__newest="k1").update(body={"newest": "k2"})

    assert "do not fit" in admin.get(verify, follow=True).content.decode()


def test_nobody_else_has_it_verified() -> None:
    client = Client()
    client.force_login(AthleteFactory().user)
    answer = client.get(reverse("admin:core_auditevent_verify"))

    assert answer.status_code == 302
    assert not AuditEvent.objects.filter(action="admin.verified").exists()
