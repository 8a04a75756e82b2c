import io

import pytest
from rest_framework.exceptions import ParseError

from config.core.api.parsers import BoundedJSONParser


def parse(body: bytes):
    return BoundedJSONParser().parse(io.BytesIO(body))


def test_a_body_is_read():
    assert parse(b'{"steps": [{"low": 1.5}]}') == {"steps": [{"low": 1.5}]}


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 100_000, b"[" * 100_000 + b"]" * 100_000])
def test_a_body_that_is_nested_without_end_is_the_callers_fault(body):
    with pytest.raises(ParseError, match="nested too deeply"):
        parse(body)
