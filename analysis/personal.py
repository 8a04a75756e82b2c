"""What this app keeps of a person."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from config.core.personal import Person, Table

OF_ATHLETE = ("athlete",)


def _own_talk(path: str = "") -> Callable[[Person], Q]:
    """What others asked about an athlete is their talk, what one asked about others is about those others."""

    def own(person: Person) -> Q:
        return Q(**{f"{path}athlete": person.athlete_pk, f"{path}author": person.user_pk})

    return own


def _own_verdict(person: Person) -> Q:
    return Q(athlete=person.athlete_pk)


def _account(person: Person) -> Q:
    return Q(scope=f"athlete:{person.athlete_pk}")


TABLES = (
    Table("analysis.AIPreferences", athlete=OF_ATHLETE),
    Table("analysis.Analysis", athlete=OF_ATHLETE),
    Table("analysis.AnalysisRecord", athlete=("analysis__athlete",)),
    Table("analysis.Advice", athlete=OF_ATHLETE),
    Table("analysis.Question", athlete=OF_ATHLETE),
    Table("analysis.Memory", athlete=OF_ATHLETE),
    Table("analysis.Feedback", athlete=OF_ATHLETE, user=("author",), exported=_own_verdict),
    Table("analysis.Conversation", athlete=OF_ATHLETE, user=("author",), exported=_own_talk()),
    Table(
        "analysis.Turn",
        athlete=("conversation__athlete",),
        user=("conversation__author",),
        exported=_own_talk("conversation__"),
    ),
    Table(
        "analysis.ChatProposal",
        athlete=("turn__conversation__athlete",),
        user=("turn__conversation__author",),
        exported=_own_talk("turn__conversation__"),
    ),
    Table("analysis.BatchItem", athlete=OF_ATHLETE),
    # What was spent stays in the sums of the installation, of nobody.
    Table("analysis.AIUsage", athlete=OF_ATHLETE, unlinked={"athlete": None, "request_id": ""}),
    Table("analysis.SpendAccount", where=_account),
)
