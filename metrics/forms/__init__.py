"""What people type into this app's pages."""

from metrics.forms.activities import ActivityEditForm, ActivityFilterForm
from metrics.forms.imports import UploadForm
from metrics.forms.starting import StartingForm

__all__ = ["ActivityEditForm", "ActivityFilterForm", "StartingForm", "UploadForm"]
