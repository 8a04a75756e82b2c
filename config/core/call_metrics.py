"""Counters of calls to other people's servers, for /metrics. No athlete is ever a label."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

CALLS = Counter(
    "formline_external_calls",
    "Requests to services outside by how they ended.",
    ["service", "operation", "outcome"],
)
SECONDS = Histogram(
    "formline_external_call_seconds",
    "How long services outside took to answer.",
    ["service"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


def count_call(service: str, operation: str, status: int | None, seconds: float) -> None:
    """`operation` must be one of a bounded set of names, never a path with an id."""
    outcome = "no_answer" if status is None else f"{status // 100}xx"
    CALLS.labels(service, operation, outcome).inc()
    SECONDS.labels(service).observe(seconds)
