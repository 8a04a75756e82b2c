"""Finding activities in the list, and the athlete's words on one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from metrics.forms.scales import feel_field
from metrics.models import Activity
from metrics.models.activity import SPORTS

SORTS = {
    "newest": ("Newest", "-start_time"),
    "oldest": ("Oldest", "start_time"),
    "longest": ("Longest time", "-timer_s"),
    "farthest": ("Farthest", "-distance_m"),
    "hardest": ("Highest load", "-load"),
}

EFFORT_WORDS: dict[float, str] = {
    0.0: "rest",
    1.0: "very easy",
    2.0: "easy",
    3.0: "moderate",
    4.0: "somewhat hard",
    5.0: "hard",
    6.0: "harder",
    7.0: "very hard",
    8.0: "very, very hard",
    9.0: "nearly all I had",
    10.0: "all I had",
}
"""The steps of the CR10 scale (Foster); 6, 8 and 9 have no word in the original."""


class ActivityFilterForm(forms.Form):
    """The filter of the activity list, bound to the query string so that a view can be bookmarked."""

    sport = forms.ChoiceField(required=False, choices=[("", "All sports"), *SPORTS])
    search = forms.CharField(
        required=False,
        max_length=100,
        label="Name contains",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs={"type": "date"}))
    sort = forms.ChoiceField(
        required=False, label="Order", choices=[(key, label) for key, (label, _) in SORTS.items()]
    )

    @cached_property
    def wanted(self) -> dict[str, Any]:
        """The cleaned values; fields with errors are missing."""
        self.full_clean()
        return self.cleaned_data

    @property
    def order(self) -> str:
        """A key of SORTS."""
        return self.wanted.get("sort") or "newest"

    @property
    def order_label(self) -> str:
        return SORTS[self.order][0]

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """All but the sport, which is chosen by a link."""
        return [self[name] for name in ("search", "sort", "since", "until")]

    def apply(self, activities: QuerySet[Activity]) -> QuerySet[Activity]:
        """The list as asked for; fields with errors filter nothing."""
        conditions: dict[str, Callable[[Any], Q]] = {
            "sport": lambda value: Q(sport=value),
            "since": lambda value: Q(local_date__gte=value),
            "until": lambda value: Q(local_date__lte=value),
            "search": lambda value: Q(name__icontains=value) | Q(sub_sport__icontains=value),
        }
        for name, condition in conditions.items():
            if value := self.wanted.get(name):
                activities = activities.filter(condition(value))
        _, order = SORTS[self.order]
        column = order.lstrip("-")
        if column != "start_time":
            activities = activities.exclude(**{f"{column}__isnull": True})
        return activities.order_by(order, "-pk")


def effort_choices(rating: float | None = None) -> list[tuple[object, str]]:
    """The steps of perceived effort with "Not rated" first; `rating` is among them, whatever it is."""
    steps = sorted({*EFFORT_WORDS, *([] if rating is None else [rating])})
    return [("", "Not rated"), *((step, _effort(step)) for step in steps)]


class RatingForm(forms.ModelForm):
    """How hard it was and how it felt: what is asked right after an activity."""

    rpe = forms.TypedChoiceField(
        required=False,
        coerce=float,
        empty_value=None,
        label="How hard was it?",
        help_text="0 is rest, 10 the most you can do. The load follows where nothing better was measured.",
    )
    feel = feel_field()

    class Meta:
        model = Activity
        fields = ["rpe", "feel"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast(forms.ChoiceField, self.fields["rpe"])
        field.choices = effort_choices(self.instance.rpe)


class ActivityEditForm(RatingForm):
    """All of the athlete's words on an activity; `with_note` is False for those who may not write notes.

    A page that asks for the rating elsewhere sends none, and none is changed then.
    """

    goal = forms.ChoiceField(
        required=False, choices=[("", "Not said"), *Activity.Goal.choices], label="What was it for?"
    )
    note = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = Activity
        fields = ["name", "rpe", "feel", "goal", "note"]

    def __init__(self, *args: Any, with_note: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].widget.attrs["placeholder"] = self.instance.title
        if not with_note:
            del self.fields["note"]
        if self.is_bound and "rpe" not in self.data:
            del self.fields["rpe"], self.fields["feel"]


def _effort(step: float) -> str:
    """ "7 · very hard"; a rating between the steps, as some devices give it, is only its number."""
    words = EFFORT_WORDS.get(step)
    return f"{step:g} · {words}" if words else f"{step:g}"
