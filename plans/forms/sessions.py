"""What people do with a session: write it, put it elsewhere, leave it out, say something about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from athletes.sources.records import Sport
from config.core import dates
from metrics.models.activity import SPORTS
from plans.engine.catalogue.entry import PURPOSES
from plans.engine.syntax import Problem, SyntaxProblems, parse
from plans.models import PlannedSession

SLOTS = [("", "As the last of the day"), ("1", "As the first of the day"), ("2", "As the second of the day")]
WRITTEN = [each for each in SPORTS if each[0] != Sport.MULTISPORT]

OTHER = "other"
KINDS = [(kind, kind) for kind in (OTHER, *PURPOSES)]


def day_field(label: str = "Day") -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ActForm(forms.Form):
    """One of several forms of a page: the ids of its fields begin with its own name."""

    name = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", f"{self.name}_%s")
        super().__init__(*args, **options)


class MoveForm(ActForm):
    """A day, and where in it; `slot` is None for the end of the day."""

    name = "move"
    day = day_field("To")
    slot = forms.TypedChoiceField(
        choices=SLOTS, coerce=int, empty_value=None, required=False, label="When two are on that day"
    )


class CopyForm(ActForm):
    name = "copy"
    day = day_field("To")


class SwapForm(ActForm):
    """`other` is the uid of one of `sessions`, `chosen` the session itself."""

    name = "swap"
    other = forms.ChoiceField(label="With")

    def __init__(self, *args: Any, sessions: Sequence[PlannedSession], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sessions = {str(each.uid): each for each in sessions}
        field = cast(forms.ChoiceField, self.fields["other"])
        field.choices = [
            (uid, capfirst(f"{dates.day(each.day, today)}: {each.title}"))
            for uid, each in self.sessions.items()
        ]

    @property
    def chosen(self) -> PlannedSession:
        return self.sessions[self.cleaned_data["other"]]


class SkipForm(ActForm):
    name = "skip"
    reason = forms.ChoiceField(choices=PlannedSession.SkipReason.choices, label="Why")
    note = forms.CharField(max_length=200, required=False, label="A word about it")


class LinkForm(ActForm):
    """`activities` are uids with what is said of each."""

    name = "link"
    activity = forms.ChoiceField(label="The activity")

    def __init__(self, *args: Any, activities: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["activity"]).choices = list(activities)


class CommentForm(forms.Form):
    text = forms.CharField(max_length=2_000, label="Comment", widget=forms.Textarea(attrs={"rows": 3}))


class SessionForm(forms.Form):
    """A session as it is typed. `steps` is the workout of its text once that can be read; `problems` what
    cannot be, line by line, and the text stays as it was."""

    day = day_field()
    title = forms.CharField(max_length=120)
    sport = forms.ChoiceField(choices=WRITTEN)
    text = forms.CharField(
        max_length=8_000,
        label="Steps",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "code"}),
    )
    note = forms.CharField(max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(choices=KINDS, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_new: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.problems: list[tuple[Problem, str]] = []
        if not is_new:
            del self.fields["day"], self.fields["kind"]

    def clean_kind(self) -> str:
        """That of the catalogue it began as."""
        return self.cleaned_data["kind"] or OTHER

    def clean_text(self) -> str:
        """The text as it was typed. Raises ValidationError with one sentence a line that cannot be read."""
        text: str = self.cleaned_data["text"]
        sport = self.cleaned_data.get("sport")
        try:
            parse(text, Sport(sport) if sport else None)
        except SyntaxProblems as error:
            lines = text.replace("\r\n", "\n").split("\n")
            self.problems = [(each, lines[each.line - 1].strip()) for each in error.problems]
            count = len({each.line for each in error.problems})
            raise ValidationError(
                f"{count} line{'s' if count > 1 else ''} cannot be read yet, see below."
            ) from error
        return text
