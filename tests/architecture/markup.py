"""Django templates as plain markup: enough of them to see elements and attributes."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(frozen=True)
class Element:
    """One start tag, at `depth` 0 for a root."""

    tag: str
    attributes: dict[str, str | None]
    line: int
    depth: int


@dataclass
class Markup(HTMLParser):
    """All elements of a template, whatever branch they are in."""

    elements: list[Element] = field(default_factory=list)
    depth: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), self.getpos()[0], self.depth))
        self.depth += tag not in VOID

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), self.getpos()[0], self.depth))

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag not in VOID


def elements(template: str) -> list[Element]:
    """The elements of a template's text; lines are kept."""
    plain = VALUE.sub("x", TAG.sub(_lines, COMMENT.sub(_lines, template)))
    parser = Markup()
    parser.feed(plain)
    return parser.elements


def _lines(found: re.Match[str]) -> str:
    return " " + "\n" * found[0].count("\n")
