"""Files of activities to neutral records: FIT, TCX, GPX, and archives of them. No Django here."""

from athletes.sources.files.errors import FileError
from athletes.sources.files.reader import read_file

__all__ = ["FileError", "read_file"]
