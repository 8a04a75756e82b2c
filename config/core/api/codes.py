"""All error codes with their status and whether a retry helps, for the API docs."""

from collections.abc import Iterator
from dataclasses import dataclass

from config.core.errors import AppException


@dataclass(frozen=True, order=True)
class Code:
    code: str
    status: int
    retryable: bool
    meaning: str


_registered: dict[str, Code] = {}


def register(*codes: Code) -> None:
    """Add codes that no error class stands for; each app does so in `AppConfig.ready`."""
    _registered.update({each.code: each for each in codes})


def all_codes() -> list[Code]:
    """Every code, in alphabetical order: of the whole error tree, of HTTP itself, and the registered ones."""
    from_classes = {
        each.code: Code(each.code, each.status, each.retryable, each.default_message)
        for each in _family(AppException)
    }
    return sorted({**from_classes, **_registered}.values())


def as_markdown() -> str:
    """A table of all codes."""
    rows = [
        f"| `{each.code}` | {each.status} | {'yes' if each.retryable else 'no'} | {each.meaning} |"
        for each in all_codes()
    ]
    return "\n".join(["| code | status | does a retry help | meaning |", "|---|---|---|---|", *rows])


def _family(parent: type[AppException]) -> Iterator[type[AppException]]:
    yield parent
    for child in parent.__subclasses__():
        yield from _family(child)


register(
    Code("BAD_REQUEST", 400, False, "This request could not be understood."),
    Code("CURSOR_INVALID", 400, False, "This page's cursor does not belong to this list."),
    Code("NOT_AUTHENTICATED", 401, False, "Log in first."),
    Code("AUTHENTICATION_FAILED", 401, False, "These credentials do not work."),
    Code("PERMISSION_DENIED", 403, False, "You may not do this."),
    Code("SECOND_FACTOR_NEEDED", 403, False, "A coach sees athletes' data only with a second factor set up."),
    Code("CSRF_FAILED", 403, False, "The CSRF token is missing or old."),
    Code("METHOD_NOT_ALLOWED", 405, False, "This cannot be done at this address."),
    Code("NOT_ACCEPTABLE", 406, False, "This cannot be answered in a form that you accept."),
    Code("REQUEST_TOO_LARGE", 413, False, "This is more than can be sent at once."),
    Code("REQUEST_TOO_MANY_PARTS", 413, False, "These are too many fields or files for one request."),
    Code("UNSUPPORTED_MEDIA_TYPE", 415, False, "This form of content is not understood here."),
)
