"""A session that speaks in turn, to one host, as nobody but the athlete."""

from __future__ import annotations

from requests import PreparedRequest, Response, Session
from requests.exceptions import TooManyRedirects

from athletes.sources.garmin_key.endpoints import FILES, name_of
from config.core.outbound import Line, PoliteAdapter

MOST_REDIRECTS = 3


class OneHostSession(Session):
    """Proxies and certificates come from the environment; credentials of ~/.netrc never do.

    A redirect to another host is not followed: it would tell that host which days were asked for.
    """

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.max_redirects = MOST_REDIRECTS
        # Any authentication of the session's own keeps requests from looking into ~/.netrc.
        self.auth = _as_it_is
        adapter = PoliteAdapter(line, name_of, files=FILES)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def rebuild_auth(self, prepared_request: PreparedRequest, response: Response) -> None:
        if self.should_strip_auth(response.request.url or "", prepared_request.url or ""):
            raise TooManyRedirects("a redirect to another host")


def _as_it_is(request: PreparedRequest) -> PreparedRequest:
    return request
