"""Files that people bring in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile


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
