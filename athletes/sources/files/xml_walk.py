"""XML of strangers, read once from front to back by expat.

No tree is built, so depth and size cost nothing; a document type (and with it every entity) is refused before
expat looks at it; names are compared without their prefix, since many exporters forget to declare it.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from athletes.sources.files.errors import (
    FILE_TOO_DEEP,
    FILE_TOO_LARGE,
    FILE_XML_INVALID,
    FILE_XML_UNSAFE,
    FileError,
)
from athletes.sources.files.limits import MAX_XML_DEPTH, MAX_XML_ELEMENTS, MAX_XML_TEXT

type Attributes = dict[str, str]
type OnStart = Callable[[list[str], Attributes], None]
type OnEnd = Callable[[list[str], str], None]

_AT_THE_END = frozenset(
    {
        expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
        expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
        expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
        expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
    }
)
_WHITESPACE = b"\xef\xbb\xbf \t\r\n"


class XmlFault(Exception):
    """The document breaks off or is not well-formed from `line` on; everything before it was handed over."""

    def __init__(self, line: int, *, is_truncated: bool) -> None:
        super().__init__(f"line {line}")
        self.line = line
        self.is_truncated = is_truncated

    def as_error(self) -> FileError:
        """The error for a document that gave nothing before the fault."""
        return FileError(
            FILE_XML_INVALID,
            f"This file is not well-formed XML: it breaks at line {self.line}. "
            "Export or download the activity again, and do not edit the file by hand.",
        )


class _Walk:
    def __init__(self, on_start: OnStart, on_end: OnEnd) -> None:
        self.on_start, self.on_end = on_start, on_end
        self.path: list[str] = []
        self.text: list[str] = []
        self.length = 0
        self.elements = 0
        self.names: dict[str, str] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        self.elements += 1
        if self.elements > MAX_XML_ELEMENTS:
            raise FileError(
                FILE_TOO_LARGE, f"This file has more than {MAX_XML_ELEMENTS:,} elements. Split it."
            )
        self.path.append(self._local(name))
        if len(self.path) > MAX_XML_DEPTH:
            raise FileError(
                FILE_TOO_DEEP, f"This XML is nested deeper than {MAX_XML_DEPTH} levels. {_NO_ACTIVITY}"
            )
        self.text.clear()
        self.length = 0
        self.on_start(self.path, attributes)

    def data(self, text: str) -> None:
        self.length += len(text)
        if self.length <= MAX_XML_TEXT:
            self.text.append(text)

    def end(self, _name: str) -> None:
        self.on_end(self.path, "".join(self.text).strip())
        self.text.clear()
        self.length = 0
        self.path.pop()

    def doctype(self, *_arguments: object) -> None:
        raise FileError(FILE_XML_UNSAFE, f"This XML declares a document type or entities. {_NO_ACTIVITY}")

    def _local(self, name: str) -> str:
        known = self.names.get(name)
        if known is None:
            known = name.rpartition(":")[2].lower()
            if len(self.names) < MAX_XML_DEPTH * MAX_XML_DEPTH:
                self.names[name] = known
        return known


def walk(content: bytes, on_start: OnStart, on_end: OnEnd) -> None:
    """Call `on_start(path, attributes)` and `on_end(path, text)` for each element, in order.

    `path` holds lower-case local names from the root to the element itself and is reused: do not keep it.
    Raises FileError for what is refused and XmlFault where the document breaks.
    """
    walker = _Walk(on_start, on_end)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.data
    parser.StartDoctypeDeclHandler = walker.doctype
    parser.EntityDeclHandler = walker.doctype
    try:
        parser.Parse(content.lstrip(_WHITESPACE), True)
    except expat.ExpatError as error:
        raise XmlFault(error.lineno, is_truncated=error.code in _AT_THE_END) from error
    except (LookupError, ValueError) as error:  # an encoding that Python or expat does not know
        raise XmlFault(1, is_truncated=False) from error


_NO_ACTIVITY = "No activity needs that, so it was not opened. Export the activity again from its app."
