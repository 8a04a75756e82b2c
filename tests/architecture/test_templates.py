"""Nothing inline, so that the content security policy can be 'self'; fragments can be swapped by their id."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture import source
from tests.architecture.markup import elements
from tests.architecture.source import ROOT, listed

MAILS = re.compile(r"templates/notifications/(?:\w+/)?mail\.html")
"""Mail programs know no style sheets; no page loads these."""

UNROOTED = {
    "analysis/_chat_proposal.html": "its root has the id of its row",
    "analysis/_question_refused.html": "a message, put to the others",
    "analysis/_safety.html": "put to the end of an answer that streams",
    "analysis/_sentence.html": "put to the end of an answer that streams",
    "analysis/_turn.html": "its root has the id of its row",
    "analysis/_turn_follow.html": "asks for the turn that takes its place",
    "analysis/_signal.html": "one of several cards, each with the uid of its signal",
    "metrics/_activity_rows.html": "further rows of a table, put at its end",
    "errors/_toast.html": "one more message, put at the end of the list of messages",
}
FRAGMENT = re.compile(r"^\w+/_\w+\.html$")
ACTIVE = re.compile(r"<script\b|\bstyle=|\bon[a-z]+=|javascript:", re.IGNORECASE)


def inline(template: str) -> Iterator[str]:
    """What the policy would refuse in a template's text."""
    for each in elements(template):
        names = set(each.attributes)
        if each.tag == "script" and "src" not in names:
            yield f"line {each.line}: a script without src"
        if each.tag == "style":
            yield f"line {each.line}: a style element"
        if "style" in names:
            yield f"line {each.line}: a style attribute"
        for name in sorted(names):
            if name.startswith(("on", "hx-on")):
                yield f"line {each.line}: {name}"
        if any((value or "").strip().lower().startswith("javascript:") for value in each.attributes.values()):
            yield f"line {each.line}: a javascript: address"


def inline_in_code(module: ast.Module) -> Iterator[str]:
    """Strings of Python code that would write such markup."""
    for node in ast.walk(module):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and "<" in text and (found := ACTIVE.search(text)):
            yield f"line {node.lineno}: {found[0]}"


def is_swappable(template: str, name: str) -> bool:
    """Whether a fragment has one root, whose id is the fragment's name."""
    roots = [each for each in elements(template) if each.depth == 0]
    return len(roots) == 1 and roots[0].attributes.get("id") == name.strip("_").replace("_", "-")


def answered_fragments() -> set[str]:
    """Fragments that a view answers with by themselves."""
    strings = (node for path in source.code() for node in ast.walk(source.tree(path)))
    return {
        node.value
        for node in strings
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and FRAGMENT.match(node.value)
    }


def test_no_template_holds_anything_inline() -> None:
    found = [
        f"{source.name(path)} {fault}"
        for path in source.below("templates", suffix=".html")
        if not MAILS.fullmatch(source.name(path))
        for fault in inline(path.read_text())
    ]

    assert not found, listed(found)


def test_no_code_writes_inline_markup() -> None:
    found = [
        f"{source.name(path)} {fault}"
        for path in source.code()
        for fault in inline_in_code(source.tree(path))
    ]

    assert not found, listed(found)


def test_a_fragment_that_is_answered_has_one_root_with_its_id() -> None:
    fragments = answered_fragments()
    found = [
        name
        for name in sorted(fragments - set(UNROOTED))
        if not is_swappable((ROOT / "templates" / name).read_text(), name.partition("/")[2][:-5])
    ]

    assert len(fragments) >= 5
    assert not found, listed(found)
    assert set(UNROOTED) <= fragments


def test_no_script_evaluates_text() -> None:
    found = [
        f"{source.name(path)}: {match[0]}"
        for path in source.below("static/js", suffix=".js")
        for match in re.finditer(
            r"\beval\(|new Function\(|document\.write\(|\.outerHTML\s*=", path.read_text()
        )
    ]

    assert not found, listed(found)


@pytest.mark.parametrize(
    ("planted", "fault"),
    [
        ("<p>\n<script>alert()</script>", "line 2: a script without src"),
        ("{% if x %}\n<style>p {}</style>{% endif %}", "line 2: a style element"),
        ('<b style="width: {{ share }}%">', "line 1: a style attribute"),
        ('<b {% if x %}onclick="x()"{% endif %}>', "line 1: onclick"),
        ('<b hx-on:click="x()">', "line 1: hx-on:click"),
        ('<a href=" JavaScript:x()">', "line 1: a javascript: address"),
    ],
)
def test_the_guard_finds_inline_markup(planted: str, fault: str) -> None:
    assert list(inline(planted)) == [fault]


def test_the_guard_lets_scripts_with_a_source_pass() -> None:
    assert list(inline('{# <style> #}<script type="module" src="{% static "js/app.js" %}"></script>')) == []


def test_the_guard_finds_markup_in_code() -> None:
    assert list(inline_in_code(ast.parse("x = '<b style=\"width: 1px\">'"))) == ["line 1: style="]


@pytest.mark.parametrize(
    "planted",
    ['<p id="form-panel"></p><p></p>', '<section><p id="form-panel"></p></section>', "<p></p>", ""],
)
def test_the_guard_finds_a_fragment_that_cannot_be_swapped(planted: str) -> None:
    assert not is_swappable(planted, "_form_panel")
    assert is_swappable('{% load x %}<p id="form-panel"><br>{{ x }}</p>', "_form_panel")
