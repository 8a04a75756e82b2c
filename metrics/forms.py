"""What people type into this app's pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet

from athletes.sources.records import Sport
from metrics.models import Activity

SORTS = {
    "newest": ("Newest", "-start_time"),
    "oldest": ("Oldest", "start_time"),
    "longest": ("Longest time", "-timer_s"),
    "farthest": ("Farthest", "-distance_m"),
    "hardest": ("Highest load", "-load"),
}


class ActivityFilterForm(forms.Form):
    """The filter of the activity list, bound to the query string so that a view can be bookmarked."""

    sport = forms.ChoiceField(
        required=False, choices=[("", "All sports"), *[(sport.value, sport.value.capitalize()) for sport in Sport]]
    )
    since = forms.DateField(required=False, label="From", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, label="To", widget=forms.DateInput(attrs={"type": "date"}))
    search = forms.CharField(required=False, max_length=100, widget=forms.SearchInput())
    sort = forms.ChoiceField(required=False, choices=[(key, label) for key, (label, _) in SORTS.items()])

    def apply(self, activities: QuerySet[Activity]) -> QuerySet[Activity]:
        """The list as asked for; fields with errors filter nothing."""
        self.full_clean()
        wanted = getattr(self, "cleaned_data", {})
        conditions = {
            "sport": lambda value: Q(sport=value),
            "since": lambda value: Q(local_date__gte=value),
            "until": lambda value: Q(local_date__lte=value),
            "search": lambda value: Q(name__icontains=value) | Q(sub_sport__icontains=value),
        }
        for name, condition in conditions.items():
            if value := wanted.get(name):
                activities = activities.filter(condition(value))
        _, order = SORTS[wanted.get("sort") or "newest"]
        if order != "-start_time":
            activities = activities.exclude(**{f"{order.lstrip('-')}__isnull": True})
        return activities.order_by(order, "-pk")

    @property
    def is_narrowing(self) -> bool:
        """Whether anything but the order was asked for."""
        return any(self.data.get(name) for name in ("sport", "since", "until", "search"))


class ActivityEditForm(forms.ModelForm):
    """Name and perceived effort."""

    rpe = forms.TypedChoiceField(
        required=False,
        coerce=float,
        empty_value=None,
        label="How hard was it?",
        choices=[("", "Not rated"), *[(float(step), f"{step}") for step in range(11)]],
        help_text="0 is rest, 5 is hard, 10 is the most you can do.",
    )

    class Meta:
        model = Activity
        fields = ["name", "rpe"]


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
    files = ManyFilesField(
        label="Activity files",
        widget=ManyFilesInput(attrs={"accept": ".fit,.tcx,.gpx,.gz,.zip"}),
        error_messages={"required": "Choose at least one file."},
    )
