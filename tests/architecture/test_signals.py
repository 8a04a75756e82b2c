"""One signal of our own goes up; nothing happens behind the back of a save."""

import ast
from collections.abc import Iterator

from tests.architecture import source
from tests.architecture.source import listed

THE_ONE = {"metrics/signals.py"}
MODEL_SIGNALS = {
    "pre_save",
    "post_save",
    "pre_delete",
    "post_delete",
    "m2m_changed",
    "pre_init",
    "post_init",
}
RECEIVABLE = {"athlete_data_changed"}
OF_ACCOUNTS = ("athletes/receivers.py", "notifications/receivers.py")
"""Where the signals of the account flows may be heard as well: they are recorded, and told."""

LONGEST_RECEIVER = 3


def own_signals(module: ast.Module) -> Iterator[int]:
    """Lines that make a django.dispatch.Signal."""
    is_imported = any(
        isinstance(node, ast.ImportFrom)
        and node.module == "django.dispatch"
        and any(alias.name == "Signal" for alias in node.names)
        for node in ast.walk(module)
    )
    if is_imported:
        yield from (call.lineno for call in source.calls(module, "Signal"))


def model_signals(module: ast.Module) -> Iterator[int]:
    """Lines that name a signal of a model's life."""
    for node in ast.walk(module):
        name = {ast.Name: "id", ast.Attribute: "attr", ast.alias: "name"}.get(type(node))
        if name and getattr(node, name) in MODEL_SIGNALS:
            yield node.lineno  # type: ignore[attr-defined]


def receivers(module: ast.Module) -> Iterator[tuple[ast.FunctionDef, set[str]]]:
    """Functions that receive signals, with the names of those."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "receiver":
                    yield node, {ast.unparse(each) for each in mark.args}


def is_more_than_a_start(function: ast.FunctionDef) -> bool:
    """Whether a receiver does anything but enqueue."""
    started = [
        statement
        for statement in function.body
        if isinstance(statement, ast.Expr) and list(source.calls(statement, "enqueue"))
    ]
    documented = ast.get_docstring(function) is not None
    return len(function.body) - documented != len(started) or len(started) > LONGEST_RECEIVER


def test_athlete_data_changed_is_the_only_signal_of_ours() -> None:
    found = {source.name(path) for path in source.code() if any(own_signals(source.tree(path)))}

    assert found == THE_ONE


def test_nothing_listens_to_the_life_of_models() -> None:
    found = [
        f"{source.name(path)}:{line}" for path in source.code() for line in model_signals(source.tree(path))
    ]

    assert not found, listed(found)


def test_receivers_hear_the_one_signal_and_only_enqueue() -> None:
    faults = [
        f"{source.name(path)}: {function.name}"
        for path in source.code()
        for function, heard in receivers(source.tree(path))
        if source.name(path) not in OF_ACCOUNTS
        and (is_more_than_a_start(function) or not heard <= RECEIVABLE)
    ]

    assert not faults, listed(faults)


def test_receivers_live_in_modules_of_that_name() -> None:
    found = [source.name(path) for path in source.code() if any(receivers(source.tree(path)))]

    assert [name for name in found if not name.endswith("/receivers.py")] == []


def test_the_guard_finds_a_second_signal() -> None:
    planted = ast.parse("from django.dispatch import Signal\n\nplan_changed = Signal()\n")

    assert list(own_signals(planted)) == [3]
    assert list(own_signals(ast.parse("from metrics.science.signals import Signal\nSignal()"))) == []


def test_the_guard_finds_a_listener_to_saves() -> None:
    planted = ast.parse(
        "from django.db.models.signals import post_save\n"
        "from django.db.models import signals\n"
        "signals.m2m_changed.connect(print)\n"
    )

    assert list(model_signals(planted)) == [1, 3]


def test_the_guard_finds_a_receiver_that_works() -> None:
    planted = ast.parse(
        "@receiver(athlete_data_changed)\n"
        "def explain(athlete_id, **_):\n"
        "    Analysis.objects.all().delete()\n"
        "    enqueue('analysis.tasks.refresh', athlete_id)\n"
    )
    ((function, heard),) = receivers(planted)

    assert heard == {"athlete_data_changed"}
    assert is_more_than_a_start(function)
