"""What people type into this app's pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import PositiveSmallIntegerField, Q, QuerySet
from django.utils.functional import cached_property

from athletes.forms import read_value, show_value
from athletes.models import Athlete, Threshold
from config.core.formatting import Shown, Units, heart_rate
from metrics.models import Activity
from metrics.models.activity import SPORTS
from metrics.selectors.starting import HEART, StartingValues

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


class ActivityEditForm(forms.ModelForm):
    """Name and perceived effort."""

    rpe = forms.TypedChoiceField(
        required=False,
        coerce=float,
        empty_value=None,
        label="How hard was it?",
        help_text="0 is rest, 10 the most you can do. The load follows where nothing better was measured.",
    )

    class Meta:
        model = Activity
        fields = ["name", "rpe"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rating = self.instance.rpe
        steps = sorted({*EFFORT_WORDS, rating} - {None})
        field = cast(forms.ChoiceField, self.fields["rpe"])
        field.choices = [("", "Not rated"), *((step, _effort(step)) for step in steps)]
        self.fields["name"].widget.attrs["placeholder"] = self.instance.title


def _effort(step: float) -> str:
    """ "7 · very hard"; a rating between the steps, as some devices give it, is only its number."""
    words = EFFORT_WORDS.get(step)
    return f"{step:g} · {words}" if words else f"{step:g}"


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A file field that cleans to a list of files."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data]
        # An empty file is answered by the import with a code of its own, so that the others still go in.
        return [each for each in files if each] or [super().clean(None, initial)]


class UploadForm(forms.Form):
    files = ManyFilesField(  # type: ignore[assignment]
        label="Activity files",
        widget=ManyFilesInput(attrs={"accept": ".fit,.tcx,.gpx,.gz,.zip"}),
        error_messages={"required": "Choose at least one file."},
    )


HEART_ORDER = "The highest heart rate must be above the resting heart rate."
STARTING_FIELDS: dict[str, tuple[str, str, str]] = {
    "hr_max_bpm": ("Highest heart rate", "The highest you have really seen.", "hr_max"),
    "hr_rest_bpm": (
        "Resting heart rate",
        "Lying quietly after waking. Load by heart rate needs it.",
        "hr_rest",
    ),
    Threshold.Kind.FTP: ("Cycling FTP", "The highest power you can hold for an hour.", "ftp"),
    Threshold.Kind.PACE: (
        "Running threshold pace",
        "The fastest you can hold for an hour, such as 4:45.",
        "threshold_pace",
    ),
    Threshold.Kind.CSS: (
        "Critical swim speed",
        "Such as 1:50: half of what 400 take longer than 200, both as fast as you can.",
        "css",
    ),
}
"""Label, what the number is where the recordings suggest none, and the term that explains it."""


class StartingForm(forms.Form):
    """Numbers that would give activities a load: only what is missing, filled with what is suggested.

    Values are typed in the athlete's units and clean to SI. Every field may stay empty, but not all of them.
    """

    def __init__(self, *args: Any, athlete: Athlete, found: StartingValues, **options: Any) -> None:
        super().__init__(*args, **options)
        self.athlete, self.found = athlete, found
        self.units = cast(Units, athlete.units)
        for name in found.missing:
            self.fields[name] = self._heart(name) if name in HEART else self._threshold(name)
            self._describe(name)

    def _heart(self, name: str) -> forms.Field:
        column = cast("PositiveSmallIntegerField[int, int]", Athlete._meta.get_field(name))
        return cast(forms.Field, column.formfield())

    def _threshold(self, name: str) -> forms.Field:
        attributes = {"autocomplete": "off"}
        if name == Threshold.Kind.FTP:
            attributes["inputmode"] = "decimal"
        return forms.CharField(required=False, max_length=10, widget=forms.TextInput(attrs=attributes))

    def _describe(self, name: str) -> None:
        field, suggestion = self.fields[name], self.found.suggestions.get(name)
        field.label, field.help_text, _ = STARTING_FIELDS[name]
        if suggestion:
            field.initial = self._shown(name, suggestion.value).number
            field.help_text = suggestion.source

    def _shown(self, name: str, value: float) -> Shown:
        return heart_rate(value) if name in HEART else show_value(value, name, self.units)

    @property
    def rows(self) -> list[tuple[forms.BoundField, str]]:
        """The fields with the unit of each."""
        return [(self[name], self._shown(name, 100).unit) for name in self.fields]

    @property
    def terms(self) -> list[tuple[str, str]]:
        """The terms that explain the fields, with their words."""
        return [(term, label) for label, _, term in map(STARTING_FIELDS.__getitem__, self.fields)]

    @property
    def values(self) -> dict[str, float]:
        """What was given, in SI."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in set(cleaned) - set(HEART):
            cleaned[name] = self._read(name, cleaned[name])
        if not self.errors and not any(value is not None for value in cleaned.values()):
            raise ValidationError("Type at least one number.")
        self._check_heart(cleaned)
        return cleaned

    def _read(self, name: str, text: str) -> float | None:
        try:
            return read_value(text, name, self.units) if text else None
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def _check_heart(self, cleaned: dict[str, Any]) -> None:
        """Both bounds in order; one of them gives no load, which is a fault unless a threshold gives some."""
        if any(name in self.errors for name in HEART) or not any(cleaned.get(name) for name in HEART):
            return
        highest, lowest = (cleaned.get(name) or getattr(self.athlete, name) for name in HEART)
        has_threshold = any(value is not None for name, value in cleaned.items() if name not in HEART)
        for name, value in zip(HEART, (highest, lowest), strict=True):
            if value is None and not has_threshold:
                self.add_error(name, "Load by heart rate needs this number too.")
        if highest and lowest and highest <= lowest:
            self.add_error(next(name for name in HEART if name in self.fields), HEART_ORDER)
