"""What a coach does with a draft: change its words, let it through, or set it aside."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from analysis.analysts.base import Claim, Slot
from analysis.answer import fill
from analysis.evidence import Pack
from analysis.grounding.references import PLACEHOLDER
from analysis.grounding.verify import Where, violations
from analysis.models import Analysis
from analysis.services.analysing import analyse
from analysis.services.questions import put_questions
from analysis.services.ready import tell_ready
from athletes.models import CoachLink, User
from config.core import audit, cache
from config.core.errors import DataValidationError

SET_ASIDE = "Your coach has set Claude's words aside. What you see comes from the rules."
A_PERSON_MAY = frozenset({"cause", "praise", "leak", "coverage", "kind", "shouting"})
"""Rules that keep a model in check; numbers, and what is said of them, are checked for everybody."""

HEADLINE = "headline"


class Edit(NamedTuple):
    """Other words for one sentence of a part: "headline", "F1" or "R1"; empty takes the sentence out.

    `template` holds `{slots}` of that sentence where numbers stand.
    """

    place: str
    sentence: int
    template: str


def edit_draft(*, draft: Analysis, user: User, edits: Sequence[Edit]) -> Analysis:
    """Change sentences, all of them or none.

    Raises DataValidationError: DRAFT_REVIEWED; DRAFT_INVALID with what is wrong, under "F1.0" and so on.
    """
    with transaction.atomic():
        row = _waiting(draft)
        body, pack = copy.deepcopy(row.body), Pack.from_json(row.pack)
        parts, faults, changes = _parts(body), {}, []
        for edit in edits:
            wrong, claim = _written(parts, edit, pack)
            if wrong:
                faults[f"{edit.place}.{edit.sentence}"] = wrong
                continue
            claims = parts[edit.place]["claims"]
            before, claims[edit.sentence] = claims[edit.sentence], claim
            changes.append(_change(edit, before, claim, user))
        if faults:
            raise DataValidationError(
                "Some sentences cannot stand like that.", code="DRAFT_INVALID", fields=faults
            )
        row.original = row.original or row.body
        row.body, row.edits = _without_gone(body, parts), [*row.edits, *changes]
        _review(row, user, "edited")
    return row


def approve_draft(*, draft: Analysis, user: User) -> Analysis:
    """Let the athlete read it. Raises DataValidationError: DRAFT_REVIEWED."""
    with transaction.atomic():
        row = _waiting(draft)
        row.status, row.review = Analysis.Status.OK, Analysis.Review.APPROVED
        _review(row, user, "approved")
        put_questions(analysis=row)
    tell_ready(row)
    return row


def reject_draft(*, draft: Analysis, user: User) -> Analysis:
    """Keep it from the athlete, who reads the rules instead; these are returned.

    Raises DataValidationError: DRAFT_REVIEWED.
    """
    with transaction.atomic():
        row = _waiting(draft)
        row.review = Analysis.Review.REJECTED
        _review(row, user, "rejected")
    instead = analyse(
        athlete=row.athlete,
        purpose=row.purpose,
        activity=row.activity,
        days=(row.end - row.start).days,
        today=row.end - timedelta(days=1),
        instead_of_claude=SET_ASIDE,
    )
    tell_ready(instead)
    return instead


def read_first(*, link: CoachLink, is_wanted: bool) -> None:
    """Have what Claude writes about the athlete of `link` wait for its coach, or not any more.

    What waits already goes on waiting.
    """
    with transaction.atomic():
        CoachLink.objects.filter(pk=link.pk).update(reviews_drafts=is_wanted)
        act = "asked_for" if is_wanted else "no_longer_asked_for"
        audit.record(link.coach.uid, f"analysis.drafts_{act}", link.athlete.uid)


def _waiting(draft: Analysis) -> Analysis:
    rows = Analysis.objects.select_for_update(of=("self",)).select_related("athlete__user", "activity")
    row: Analysis = rows.get(pk=draft.pk)
    if row.status != Analysis.Status.DRAFT or row.review != Analysis.Review.WAITING:
        raise DataValidationError("Somebody has decided about this draft already.", code="DRAFT_REVIEWED")
    return row


def _review(row: Analysis, user: User, act: str) -> None:
    row.reviewed_by, row.reviewed_at = user, timezone.now()
    row.save()
    audit.record(user.uid, f"analysis.draft_{act}", row.athlete.uid, {"analysis": str(row.uid)})
    cache.forget(row.athlete_id)


def _parts(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Everything with sentences by its name; `claims` can be written to."""
    named = {each["id"]: each for each in (*body["findings"], *body["recommendations"])}
    return {HEADLINE: {"claims": [body["headline"]]}, **named}


def _written(
    parts: Mapping[str, Mapping[str, Any]], edit: Edit, pack: Pack
) -> tuple[list[str], dict[str, Any] | None]:
    """What is wrong, or the sentence with its numbers; None is one that goes."""
    claims = parts.get(edit.place, {}).get("claims", [])
    if not 0 <= edit.sentence < len(claims) or claims[edit.sentence] is None:
        return ["There is no such sentence."], None
    template = " ".join(edit.template.split())
    if not template:
        return (["An analysis has a headline."] if edit.place == HEADLINE else []), None
    here = set(PLACEHOLDER.findall(template))
    slots = tuple(
        Slot(each["slot"], each["ref"], each["op"])
        for each in claims[edit.sentence]["slots"]
        if each["slot"] in here
    )
    claim = Claim(template, slots)
    where: Where = "headline" if edit.place == HEADLINE else "finding"
    kind = parts[edit.place].get("kind", "")
    if "finding_ids" in parts[edit.place]:
        where = "advice"
    found = [
        each for each in violations(claim, pack, where=where, kind=kind) if each.code not in A_PERSON_MAY
    ]
    return [each.message for each in found], (None if found else fill(claim, pack))


def _change(
    edit: Edit, before: Mapping[str, Any], after: Mapping[str, Any] | None, user: User
) -> dict[str, Any]:
    return {
        "place": edit.place,
        "sentence": edit.sentence,
        "before": before["text"],
        "after": after["text"] if after else "",
        "by": str(user.uid),
        "at": timezone.now().isoformat(),
    }


def _without_gone(body: dict[str, Any], parts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Without sentences that were taken out, findings without any, and advice that rests on none."""
    findings = list(_left(body["findings"]))
    kept = {each["id"] for each in findings}
    advice = (
        {**each, "finding_ids": [ref for ref in each["finding_ids"] if ref in kept]}
        for each in _left(body["recommendations"])
    )
    return {
        **body,
        "headline": parts[HEADLINE]["claims"][0],
        "findings": findings,
        "recommendations": [each for each in advice if each["finding_ids"]],
    }


def _left(parts: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for each in parts:
        claims = [claim for claim in each["claims"] if claim is not None]
        if claims:
            yield {**each, "claims": claims}
