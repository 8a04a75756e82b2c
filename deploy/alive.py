"""Exit 0 when the web server of this container answers as itself."""

import http.client
import os
import sys
from urllib.parse import urlsplit

PATIENCE_S = 2


def main() -> int:
    """Asked by its public name and as if by the proxy, since it refuses others."""
    port = int(os.environ.get("BIND", "0.0.0.0:8000").rpartition(":")[2])
    host = urlsplit(os.environ.get("SITE_URL", "")).hostname or "localhost"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request("GET", "/health", headers={"Host": host, "X-Forwarded-Proto": "https"})
        return 0 if connection.getresponse().status == http.HTTPStatus.OK else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
