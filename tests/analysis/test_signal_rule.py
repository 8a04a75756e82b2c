"""The rule behind a signal stands in its card."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from analysis.analysts.rules.signals import WORDINGS


def rule(kind: str) -> str:
    return " ".join(render_to_string("analysis/_signal_rule.html", {"kind": kind}).split())


@pytest.mark.parametrize("kind", sorted(WORDINGS))
def test_every_kind_that_has_words_has_its_rule(kind: str) -> None:
    assert len(rule(kind)) > len(rule("unheard of")) + len("Ours.")
