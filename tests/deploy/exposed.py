"""What Prometheus can ever read of Formline, for whoever asks it by name."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase

from config.core import counters
from config.exposition import FAMILIES
from config.testing import prometheus

NAME = re.compile(r"\b(?:formline_\w+|up)\b")
GIVEN = re.compile(r'(\w+)(?:=|!=|=~|!~)"')
BY = re.compile(r"\bby \(([\w, ]+)\)")
BY_PROMETHEUS = {"job", "instance", "le"}
SUFFIX = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"], "summary": ["_sum", "_count"]}


def told() -> Iterator[str]:
    """Every name that /metrics, or Prometheus itself, can ever say."""
    yield from ("up", "formline_database_up", *(f"formline_{name}" for name in FAMILIES))
    for each in REGISTRY.collect():
        yield from (each.name + suffix for suffix in SUFFIX.get(each.type, [""]))


def unknown(query: str) -> set[str]:
    """What a query asks for and is never told: names, and labels that none of its names has."""
    asked = set(NAME.findall(query))
    used = {*GIVEN.findall(query), *(each.strip() for by in BY.findall(query) for each in by.split(","))}
    return (asked - set(told())) | (used - BY_PROMETHEUS - {each for name in asked for each in _labels(name)})


def _labels(name: str) -> Iterator[str]:
    yield from FAMILIES.get(name.removeprefix("formline_"), ("", [], None))[1]
    for each in vars(counters).values():
        if isinstance(each, MetricWrapperBase) and name.startswith(each._name):
            yield from each._labelnames


def tool(name: str) -> Path:
    """promtool or amtool; the test is skipped where there is none, and fails in CI."""
    path = prometheus.installed(name)
    if path is None:
        reason = f"no {name} on this machine; bin/test gets one"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return path
