"""The two to four sentences of Today, picked from an analysis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MOST_SENTENCES = 4


def brief(analysis: Mapping[str, Any]) -> list[dict[str, Any]]:
    """At most four CLAIMs: what stands out and what it means, then the first advice as the last sentence.

    A finding of severity "act" or "watch" is told with its meaning; of others what happened is enough, and
    what the advice rests on comes before the rest.
    """
    advice = analysis["recommendations"][:1]
    room = MOST_SENTENCES - len(advice)
    cited = {ref for each in advice for ref in each["finding_ids"]}
    findings = sorted(
        analysis["findings"], key=lambda each: each["severity"] == "info" and each["id"] not in cited
    )
    sentences = [claim for finding in findings for claim in _of(finding)]
    return [*sentences[:room], *(each["claims"][0] for each in advice)]


def _of(finding: Mapping[str, Any]) -> list[dict[str, Any]]:
    claims: list[dict[str, Any]] = finding["claims"]
    return claims[:1] if finding["severity"] == "info" else claims[:2]
