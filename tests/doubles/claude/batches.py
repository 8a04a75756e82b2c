"""Batches: taken in, worked on until the second look, and given out in reversed order."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

POLLS_TO_END = 2


@dataclass
class Batch:
    """One batch; `results` by custom id, in the order of the requests."""

    identity: str
    results: dict[str, dict[str, Any]]
    polls: int = 0

    def shown(self, url: str) -> dict[str, Any]:
        """Itself as JSON; `url` is the service's own address."""
        ended = self.polls >= POLLS_TO_END
        counts = Counter(result["type"] for result in self.results.values()) if ended else Counter()
        kinds = ("succeeded", "errored", "canceled", "expired")
        return {
            "id": self.identity,
            "type": "message_batch",
            "processing_status": "ended" if ended else "in_progress",
            "request_counts": {
                "processing": 0 if ended else len(self.results),
                **{kind: counts[kind] for kind in kinds},
            },
            "created_at": "2026-11-22T12:00:00Z",
            "expires_at": "2026-11-23T12:00:00Z",
            "ended_at": "2026-11-22T12:30:00Z" if ended else None,
            "archived_at": None,
            "cancel_initiated_at": None,
            "results_url": f"{url}/v1/messages/batches/{self.identity}/results" if ended else None,
        }

    def lines(self) -> bytes:
        """The results as JSON lines, the last request first."""
        rows = [{"custom_id": name, "result": result} for name, result in reversed(self.results.items())]
        return "".join(json.dumps(row) + "\n" for row in rows).encode()


def problem(body: Mapping[str, Any]) -> str:
    """What is wrong with the batch itself; "" if nothing."""
    requests = body.get("requests")
    if not requests:
        return "requests: at least one request is required"
    names = [each.get("custom_id", "") for each in requests]
    if len(set(names)) != len(names):
        return "requests: custom_id must be unique"
    wrong = [name for name in names if not 1 <= len(name) <= 64]
    return f"requests: custom_id {wrong[0]!r} has a wrong length" if wrong else ""
