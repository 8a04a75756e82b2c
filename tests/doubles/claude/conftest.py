from __future__ import annotations

from collections.abc import Iterator

import anthropic
import pytest

from tests.doubles.claude import ClaudeDouble


@pytest.fixture
def double() -> Iterator[ClaudeDouble]:
    with ClaudeDouble() as running:
        running.hang_s = 0.5
        yield running


@pytest.fixture
def sdk(double: ClaudeDouble) -> Iterator[anthropic.Anthropic]:
    """The real SDK, which tries nothing again."""
    with anthropic.Anthropic(api_key="a-key", base_url=double.url, max_retries=0) as client:
        yield client
