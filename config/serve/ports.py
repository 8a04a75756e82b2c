"""The port that was asked for, and free ones."""

import contextlib
import errno
import http.client
import socket

from config.serve.errors import ServeError

LOOPBACK = "127.0.0.1"


def reserve(port: int) -> socket.socket:
    """A socket bound to the port on loopback, not listening yet, for the web server to inherit.

    The port stays ours from the first second on, also while the web server restarts. Raises ServeError when
    another program listens there, on IPv6 too, since `localhost` may mean either.
    """
    in_use = ServeError(f"port {port} is in use by another program; choose another with --port N")
    with contextlib.suppress(OSError), socket.create_connection(("::1", port), timeout=1):
        raise in_use
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise in_use from error
        raise ServeError(f"port {port} cannot be used: {error.strerror}") from error
    return listener


def free_port() -> int:
    """A port on loopback that nothing used a moment ago."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether a web server answers `/health` there, within two seconds and without a server error."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=2)
    try:
        connection.request("GET", "/health", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
