"""Garmin's “Export your data”: the whole history of an account in one zip. No Django here."""

from athletes.sources.garmin_export.archive import is_garmin_export
from athletes.sources.garmin_export.progress import Cursor, Skipped, Step
from athletes.sources.garmin_export.source import GarminExportSource

__all__ = ["Cursor", "GarminExportSource", "Skipped", "Step", "is_garmin_export"]
