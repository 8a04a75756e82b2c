"""What a login leaves on record, and what it tells of the service."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from athletes.errors import GarminRateLimitError
from athletes.sources.garmin_login.login import LoggedIn
from config.core.errors import CircuitOpenError
from config.core.models import Breaker, BreakerState, ExternalCall
from config.core.outbound import Line
from tests.athletes.sources.garmin_login.test_login import enter
from tests.doubles.garmin.fixtures import GarminDouble


def test_each_request_of_a_login_is_on_record(service: GarminDouble, line: Line) -> None:
    enter(service, line)
    line.flush()

    calls = list(ExternalCall.objects.order_by("pk"))
    assert [(call.operation, call.status) for call in calls] == [
        ("mobile/sso/en_US/sign-in", 200),
        ("mobile/api/login", 200),
        ("di-oauth2-service/oauth/token", 200),
        ("userprofile-service/socialProfile", 200),
        ("userprofile-service/socialProfile", 200),
        ("userprofile-service/userprofile/settings", 200),
    ]
    assert all(call.received_bytes for call in calls)


def test_a_login_that_is_refused_is_one_failure_of_the_service_whatever_it_asked(
    service: GarminDouble, line: Line
) -> None:
    service.connect.block_logins(429)

    with pytest.raises(GarminRateLimitError):
        enter(service, line)
    line.flush()

    assert set(ExternalCall.objects.values_list("operation", "status")) == {
        ("mobile/sso/en_US/sign-in", 429),
        ("sso/embed", None),
        ("portal/sso/en-US/sign-in", 429),
    }
    assert Breaker.objects.get().failures == 1


@pytest.mark.parametrize(("rested_s", "is_let_in"), [(30, False), (120, True)])
def test_a_login_is_refused_while_the_service_rests_and_wakes_it_afterwards(
    service: GarminDouble, line: Line, rested_s: int, is_let_in: bool
) -> None:
    since = timezone.now() - timedelta(seconds=rested_s)
    rest = Breaker.objects.create(name="garmin_login", state=BreakerState.OPEN, changed_at=since, failures=5)

    if is_let_in:
        assert isinstance(enter(service, line), LoggedIn)
    else:
        with pytest.raises(CircuitOpenError):
            enter(service, line)
        assert service.connect.traffic.calls == []

    rest.refresh_from_db()
    assert rest.state == (BreakerState.CLOSED if is_let_in else BreakerState.OPEN)
