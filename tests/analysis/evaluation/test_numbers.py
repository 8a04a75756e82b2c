"""The checker of what is shown finds what is not so."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.evaluation.numbers import faults, has_number, values_of

HRV = {"id": "hrv.7", "metric": "hrv_rmssd_ms", "unit": "ms", "value": 57.4, "baseline": 63.0}
SLEEP = {"id": "sleep.7", "metric": "sleep_s", "unit": "s", "value": 25_320.0, "baseline": 27_000.0}
VALUES = {each["id"]: {**each, "start": "2026-11-16"} for each in (HRV, SLEEP)}


def claim(shown: str, ref: str = "hrv.7", op: str = "value", template: str = "It is {a}.") -> dict[str, Any]:
    slot = {"slot": "a", "ref": ref, "op": op, "shown": shown}
    return {"template": template, "text": template.replace("{a}", shown), "slots": [slot]}


@pytest.mark.parametrize(
    ("shown", "ref", "op"),
    [
        ("57\u202fms", "hrv.7", "value"),
        ("6\u202fms", "hrv.7", "delta"),
        ("9\u202f%", "hrv.7", "pct_change"),
        ("7\u202fh 2\u202fmin", "sleep.7", "value"),
        ("28\u202fmin", "sleep.7", "delta"),
        ("Mon 16 Nov", "hrv.7", "date"),
    ],
)
def test_what_is_rounded_holds(shown: str, ref: str, op: str) -> None:
    assert faults([claim(shown, ref, op)], VALUES) == []


@pytest.mark.parametrize(
    ("shown", "ref", "op"),
    [
        ("58\u202fms", "hrv.7", "value"),
        ("57\u202fms", "hrv.7", "baseline"),
        ("7\u202fh 4\u202fmin", "sleep.7", "value"),
        ("Tue 17 Nov", "hrv.7", "date"),
        ("57\u202fms", "hrv.8", "value"),
    ],
)
def test_what_is_off_is_found(shown: str, ref: str, op: str) -> None:
    assert len(faults([claim(shown, ref, op)], VALUES)) == 1


def test_a_number_beside_the_slots_is_found() -> None:
    assert len(faults([claim("57\u202fms", template="It is {a}, which is twice as much.")], VALUES)) == 1
    assert [text for text in ("½", "Ⅳ", "５", "well") if has_number(text)] == ["½", "Ⅳ", "５"]


def test_cells_of_tables_are_values_too() -> None:
    column = {"name": "load", "metric": "load", "unit": "load", "cells": [70.0, None]}
    table = {"name": "day", "days": 1, "starts": ["2026-11-22", "2026-11-21"], "columns": [column]}

    assert list(values_of({"values": [], "tables": [table]})) == ["day.0.load"]
