"""Files of activities to neutral records: FIT, TCX, GPX, and archives of them. No Django here."""

from athletes.sources.files.archive_limits import EXPORT, UPLOAD, Limits
from athletes.sources.files.archives import Entry, unpack
from athletes.sources.files.errors import FileError
from athletes.sources.files.reader import read_file
from athletes.sources.files.sandbox import Sandbox

__all__ = ["EXPORT", "UPLOAD", "Entry", "FileError", "Limits", "Sandbox", "read_file", "unpack"]
