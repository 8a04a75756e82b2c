"""Weekly reviews by batch: half the price, one way through every state, and nothing lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db.models import QuerySet
from django.utils import timezone

from analysis.gateway.types import Request
from analysis.models import AIPreferences, AIUsage, Batch, BatchItem
from analysis.selectors.prices import most
from analysis.services import batches
from analysis.services.batch_answers import finish_review, read
from analysis.services.consent import agree, withdraw
from athletes.models import Athlete
from config.core.celery import sending_with
from config.core.models import Job, JobState
from notifications.models import Message
from tests.analysis.builders import WEEK
from tests.analysis.conftest import train
from tests.doubles.claude import ClaudeDouble

type Clock = time_machine.Traveller
type Sent = list[tuple[str, tuple[int | str, ...]]]


@pytest.fixture
def agreed(athlete: Athlete, claude: ClaudeDouble) -> Athlete:
    train(athlete, WEEK * 8)
    agree(athlete=athlete, by=athlete.user)
    return athlete


@pytest.fixture
def started() -> Iterator[Sent]:
    """What would be started, which the tests start themselves."""
    found: Sent = []
    with sending_with(lambda name, ids: found.append((name, ids))):
        yield found


def batch() -> Batch:
    return Batch.objects.get()


def item() -> BatchItem:
    return BatchItem.objects.get()


def usages() -> QuerySet[AIUsage]:
    return AIUsage.objects.order_by("pk")


def look(clock: Clock, times: int = 1) -> None:
    for _ in range(times):
        clock.shift(timedelta(minutes=40))
        read(batch_id=batch().pk)


def sent(athlete: Athlete) -> None:
    batches.gather(athlete=athlete)
    batches.send(batch_id=batch().pk)


def test_a_review_is_set_aside_at_half_the_price(agreed, started):
    batches.gather(athlete=agreed)

    booked = usages().get()
    assert (booked.is_batch, booked.purpose, booked.state) == (True, "weekly", "reserved")
    request = Request(
        model=booked.model, system="", messages=[{"role": "user", "content": ""}], max_tokens=2_000
    )
    assert booked.reserved_usd < most(request, day=timezone.now().date())[1] * 2
    assert booked.price.batch_factor == Decimal("0.5")
    assert (batch().state, item().state, item().usage) == ("gathering", "waiting", booked)
    assert "Ada" not in item().sent


def test_gathering_twice_puts_it_in_once(agreed, started):
    batches.gather(athlete=agreed)
    batches.gather(athlete=agreed)

    assert (BatchItem.objects.count(), usages().count()) == (1, 1)


def test_a_batch_goes_its_way(agreed, started, claude: ClaudeDouble, noon: Clock):
    batches.gather(athlete=agreed)
    batches.start_due()
    assert started == []

    noon.shift(timedelta(minutes=11))
    batches.start_due()
    assert started.pop() == ("analysis.tasks.send_batch", (batch().pk,))
    batches.send(batch_id=batch().pk)
    assert (batch().state, batch().provider_id[:9]) == ("sent", "msgbatch_")

    noon.shift(timedelta(minutes=3))
    batches.start_due()
    assert started.pop() == ("analysis.tasks.read_batch", (batch().pk,))
    read(batch_id=batch().pk)
    assert batch().state == "sent"

    look(noon)
    assert (batch().state, usages().get().state) == ("done", "settled")
    assert started.pop() == ("analysis.tasks.finish_review", (item().pk,))
    booked = usages().get()
    per_token = booked.input_tokens * 2 + booked.output_tokens * 10
    assert booked.cost_usd == (Decimal(per_token) / 2 / 1_000_000).quantize(Decimal("0.000001"), "ROUND_UP")

    finish_review(item_id=item().pk)
    assert item().state in ("done", "failed")
    assert item().analysis is not None
    assert (item().pack, item().sent, item().answer) == ({}, "", None)
    assert Message.objects.get(kind="analysis_ready").user == agreed.user


def test_every_step_may_be_taken_twice(agreed, started, claude: ClaudeDouble, noon: Clock):
    sent(agreed)
    batches.send(batch_id=batch().pk)
    look(noon, 3)
    read(batch_id=batch().pk)
    finish_review(item_id=item().pk)
    first = item().analysis
    finish_review(item_id=item().pk)

    assert item().analysis == first
    assert [each.path for each in claude.requests].count("/v1/messages/batches") == 1
    assert Message.objects.filter(kind="analysis_ready").count() == 1
    assert usages().filter(is_batch=True).count() == 1


@pytest.mark.parametrize("outcome", ["errored", "expired"])
def test_what_did_not_come_back_is_not_paid_and_asked_once_more(
    agreed, started, claude: ClaudeDouble, noon: Clock, outcome
):
    claude.batch_outcomes = [outcome]
    sent(agreed)
    look(noon, 2)
    assert (batch().state, usages().get().state) == ("done", "released")

    finish_review(item_id=item().pk)

    assert usages().filter(is_batch=False, purpose="weekly").exists()
    assert item().analysis is not None


def test_what_fails_then_as_well_is_left_to_the_rules(agreed, started, claude: ClaudeDouble, noon: Clock):
    claude.batch_outcomes = ["errored"]
    sent(agreed)
    look(noon, 2)
    claude.plays("refusal")
    finish_review(item_id=item().pk)

    assert (item().state, item().analysis.engine, item().analysis.status) == ("failed", "rules", "fallback")
    assert Message.objects.get(kind="analysis_ready").context["engine"] == "rules"


def test_a_batch_that_was_not_taken_costs_nothing(agreed, started, claude: ClaudeDouble):
    batches.gather(athlete=agreed)
    claude.stop()
    batches.send(batch_id=batch().pk)

    assert (batch().state, usages().get().state) == ("failed", "released")
    assert started[-1] == ("analysis.tasks.finish_review", (item().pk,))


def test_a_worker_that_died_over_sending_leaves_the_reservation_spent(agreed, started, noon: Clock):
    batches.gather(athlete=agreed)
    Batch.objects.update(state=Batch.State.SENT, next_poll_at=timezone.now())
    look(noon)

    assert (batch().state, usages().get().state) == ("failed", "unknown")
    assert usages().get().cost_usd == usages().get().reserved_usd


def test_a_provider_that_is_away_is_asked_again_for_a_day(agreed, started, claude: ClaudeDouble, noon: Clock):
    sent(agreed)
    claude.keys["a-key"] = "status403"
    look(noon)
    assert batch().state == "sent"

    Batch.objects.update(created_at=timezone.now() - timedelta(hours=27))
    look(noon)
    assert (batch().state, usages().get().state) == ("failed", "unknown")


def test_who_withdraws_meanwhile_gets_no_review_and_it_is_booked(
    agreed, started, claude: ClaudeDouble, noon: Clock
):
    sent(agreed)
    withdraw(athlete=agreed, by=agreed.user, erases_chats=False)
    look(noon, 2)
    finish_review(item_id=item().pk)

    assert usages().get().state == "settled"
    assert (item().state, item().analysis, item().answer, item().sent) == ("failed", None, None, "")
    assert not Message.objects.exists()


def test_who_withdrew_before_is_not_sent(agreed, started, claude: ClaudeDouble):
    batches.gather(athlete=agreed)
    withdraw(athlete=agreed, by=agreed.user, erases_chats=False)
    batches.send(batch_id=batch().pk)

    assert claude.requests == []
    assert (batch().state, usages().get().state) == ("done", "released")


def test_a_cap_leaves_the_review_to_the_rules(agreed, started):
    AIPreferences.objects.update(monthly_usd=Decimal("0.001"))
    batches.gather(athlete=agreed)

    assert not Batch.objects.exists()
    assert Message.objects.get(kind="analysis_ready").context["engine"] == "rules"


def test_an_answer_that_kills_its_worker_is_left_alone(agreed, started, claude: ClaudeDouble, noon: Clock):
    sent(agreed)
    look(noon, 2)
    Job.objects.create(kind="analysis.batched_review", subject=item().uid, state=JobState.QUARANTINED)
    finish_review(item_id=item().pk)

    assert (item().state, item().reason) == ("failed", "Nobody could make anything of it.")


def test_an_erased_athletes_batch_is_booked_for_the_site(agreed, started, claude: ClaudeDouble, noon: Clock):
    sent(agreed)
    agreed.user.delete()
    look(noon, 2)

    assert (batch().state, BatchItem.objects.count()) == ("done", 0)
    assert usages().get().athlete is None


def test_servers_of_ones_own_take_no_batches(agreed, settings):
    assert batches.are_possible()
    settings.AI_PROFILE = "compatible"
    assert not batches.are_possible()
