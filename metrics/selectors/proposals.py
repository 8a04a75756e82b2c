"""Thresholds that an athlete's efforts speak for, and those that wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from athletes.models import Athlete, Threshold
from athletes.models.threshold import HUMAN_RANGES
from config.core.errors import DataNotFoundError
from metrics.models import Activity, Best, ThresholdProposal
from metrics.models.proposal import ProposalQuerySet
from metrics.science import proposals as science
from metrics.science.critical_power import MaximalEffort, critical_power
from metrics.science.proposals import DatedEffort, Finding
from metrics.selectors.curves import SHOWN
from metrics.selectors.predictions import predictions

ANSWERED_SHOWN = 20
VISIBLE_WITH = ("activities", "heart")
"""Data classes that proposals rest on: the second for heart rates only."""

POWER_S = (120, 180, 300, 480, 600, 720, 1200, 3600)
SWIM_LEAST_M = 200.0

type Key = tuple[str, str]
"""Sport and kind of a threshold."""


@dataclass(frozen=True)
class Proposable:
    """A finding for one threshold beside the one in force on the effort's day, None without any."""

    sport: str
    kind: str
    finding: Finding
    current: float | None


def proposable(athlete: Athlete, today: date) -> list[Proposable]:
    """What today's data speak for, people can do, and differs clearly from what is in force."""
    findings = _findings(athlete, today)
    in_force = _in_force(athlete, today)
    return [
        Proposable(sport, kind, finding, in_force.get((sport, kind)))
        for (sport, kind), finding in findings.items()
        if _can_hold(kind, finding.value)
        and science.speaks_for_change(kind, finding, in_force.get((sport, kind)))
    ]


def visible_to(rows: ProposalQuerySet, seen: frozenset[str]) -> ProposalQuerySet:
    """Those whose evidence these granted data classes cover."""
    if "activities" not in seen:
        return rows.none()
    return rows if "heart" in seen else rows.exclude(kind=Threshold.Kind.LTHR)


def waiting_proposals(athlete: Athlete, seen: frozenset[str]) -> list[ThresholdProposal]:
    """Those without an answer that may be seen, the newest first."""
    return list(visible_to(ThresholdProposal.objects.for_athlete(athlete).waiting(), seen))


def answered_proposals(athlete: Athlete, seen: frozenset[str]) -> list[ThresholdProposal]:
    """The newest that were accepted or refused and may be seen."""
    answered = (ThresholdProposal.State.ACCEPTED, ThresholdProposal.State.REFUSED)
    rows = ThresholdProposal.objects.for_athlete(athlete).filter(state__in=answered)
    return list(visible_to(rows, seen).order_by("-decided_at")[:ANSWERED_SHOWN])


def proposal_or_404(athlete: Athlete, uid: UUID, seen: frozenset[str]) -> ThresholdProposal:
    rows = visible_to(ThresholdProposal.objects.for_athlete(athlete), seen)
    found: ThresholdProposal | None = rows.filter(uid=uid).first()
    if found is None:
        raise DataNotFoundError("There is no such proposal, or you may not see it.")
    found.athlete = athlete
    return found


def evidence_titles(athlete: Athlete, proposals: list[ThresholdProposal]) -> dict[str, str]:
    """Titles of the activities that proposals rest on, by uid; those that are gone are missing."""
    uids = {each["activity_uid"] for row in proposals for each in row.evidence if each["activity_uid"]}
    if not uids:
        return {}
    rows = Activity.objects.for_athlete(athlete).alive().filter(uid__in=uids)
    return {str(row.uid): row.title for row in rows}


def _can_hold(kind: str, value: float) -> bool:
    """A power meter that counts twice is no reason to ask."""
    low, high = HUMAN_RANGES[kind]
    return low <= round(value) <= high


def _in_force(athlete: Athlete, today: date) -> dict[Key, float]:
    rows = Threshold.objects.for_athlete(athlete).effective_on(today)
    return {(sport, kind): value for sport, kind, value in rows.values_list("sport", "kind", "value")}


def _findings(athlete: Athlete, today: date) -> dict[Key, Finding]:
    efforts = _efforts(athlete, today)
    runs = predictions(athlete, today, fresh=True)
    power = [each for each in efforts["cycling"] if each.metric == "power_w"]
    model = critical_power([MaximalEffort(each.duration_s, each.value, each.day) for each in _best(power)])
    kinds = Threshold.Kind
    found = {
        ("cycling", kinds.FTP.value): science.ftp(power, today, model.model),
        ("cycling", kinds.LTHR.value): science.threshold_heart_rate(efforts["cycling"], today),
        ("running", kinds.LTHR.value): science.threshold_heart_rate(efforts["running"], today),
        ("running", kinds.PACE.value): science.threshold_pace(runs.used, today, runs.critical),
        ("swimming", kinds.CSS.value): science.swim_pace(efforts["swimming"], today),
    }
    return {key: finding for key, finding in found.items() if finding is not None}


def _efforts(athlete: Athlete, today: date) -> dict[str, list[DatedEffort]]:
    """Best efforts of the last 90 days by sport, as far as a threshold can be read from them."""
    rows = (
        Best.objects.filter(athlete=athlete, **SHOWN)
        .filter(local_date__gt=today - timedelta(days=science.WINDOW_DAYS), local_date__lte=today)
        .filter(
            Q(sport="cycling", metric="power_w", duration_s__in=POWER_S, distance_m=None)
            | Q(metric="heart_rate_bpm", duration_s=science.FTP_TEST_S, distance_m=None)
            | Q(sport="swimming", metric="speed_mps", distance_m__gte=SWIM_LEAST_M)
        )
        .values_list(
            "sport",
            "metric",
            "value",
            "duration_s",
            "local_date",
            "activity__uid",
            "distance_m",
            "activity__max_hr_bpm",
        )
    )
    found: dict[str, list[DatedEffort]] = {"cycling": [], "running": [], "swimming": []}
    for sport, metric, value, seconds, day, uid, metres, highest in rows:
        share = highest / athlete.hr_max_bpm if highest and athlete.hr_max_bpm else None
        effort = DatedEffort(metric, value, seconds, day, str(uid), metres, share)
        found.setdefault(sport, []).append(effort)
    return found


def _best(efforts: list[DatedEffort]) -> list[DatedEffort]:
    """The highest of each duration."""
    highest: dict[float, DatedEffort] = {}
    for each in efforts:
        if each.duration_s not in highest or each.value > highest[each.duration_s].value:
            highest[each.duration_s] = each
    return list(highest.values())
