from __future__ import annotations

import time

import time_machine

from tests.doubles.garmin.traffic import Call, Traffic


def call() -> Call:
    return Call(0.0, "host", "GET", "/", "", "somebody")


def test_two_a_second_are_two_in_any_second(monkeypatch) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    traffic = Traffic()
    traffic.limits.per_second = 2
    for moment in (100.0, 100.5, 101.0, 101.5):
        now[0] = moment
        assert traffic.begin(call())
    assert traffic.violations == []
    now[0] = 101.8
    traffic.begin(call())
    assert [(each.kind, each.count) for each in traffic.violations] == [("per_second", 3)]


def test_calls_that_ended_are_not_in_flight() -> None:
    traffic = Traffic()
    traffic.limits.in_flight = 1
    for _ in range(3):
        one = call()
        traffic.begin(one)
        traffic.end(one, 200, 2)
    assert (traffic.violations, traffic.most_in_flight) == ([], {"somebody": 1})


def test_seconds_go_on_while_a_test_has_frozen_the_time() -> None:
    with time_machine.travel("2026-05-06", tick=False):
        traffic = Traffic()
        one = call()
        traffic.begin(one)
        time.sleep(0.02)
        traffic.end(one, 200, 2)
    assert one.seconds >= 0.02
