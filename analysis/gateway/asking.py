"""A whole answer at once."""

from __future__ import annotations

from contextlib import closing

from analysis.errors import ClaudeParsingError
from analysis.gateway.streaming import Stream
from analysis.gateway.types import Ended, Reply, Request


def ask(request: Request, *, deadline_s: float) -> Reply:
    """The answer, within `deadline_s` over all tries. Raises AIAnalysisError with what the tries have used.

    It comes as a stream all the same: while a model thinks for a minute there are signs of life, and what an
    answer that broke off has used is known.
    """
    with closing(Stream(request, deadline_s, is_read_along=False)) as events:
        for event in events:
            if isinstance(event, Ended):
                return event.reply
    raise ClaudeParsingError
