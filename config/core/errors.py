"""The error tree. Garmin's family lives in `athletes.errors`, the AI family in `analysis.errors`.

Two names exist in `django.db` as well, so import this module, not names from it.
"""

from typing import ClassVar


class AppException(Exception):
    """A failure with a name: `code` for programs, `message` for people, `status` for HTTP.

    `details` is one more sentence for people. `retryable` says whether the same request may succeed later,
    `retry_after_s` how long to wait at least. A message never carries a secret or a health value.
    """

    code: str = "INTERNAL_ERROR"
    status: int = 500
    retryable: bool = False
    default_message: ClassVar[str] = "Something went wrong on our side."

    def __init__(
        self,
        message: str = "",
        *,
        code: str = "",
        status: int = 0,
        details: str = "",
        retryable: bool | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        self.message = message or self.default_message
        self.code = code or self.code
        self.status = status or self.status
        self.details = details
        self.retryable = self.retryable if retryable is None else retryable
        self.retry_after_s = retry_after_s
        super().__init__(self.message)

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class SecondFactorNeededError(AppException):
    """Somebody let this person in, who is asked for more than a password first."""

    code = "SECOND_FACTOR_NEEDED"
    status = 403
    default_message = "Coaches need a second factor before they see athletes' data."


class ExternalAPIError(AppException):
    code = "EXTERNAL_API_ERROR"
    status = 502
    retryable = True
    default_message = "A service that Formline depends on did not answer as it should."


class CircuitOpenError(ExternalAPIError):
    """A service failed so often that it is left alone for a while."""

    code = "SERVICE_PAUSED"
    status = 503
    default_message = "A service that Formline depends on is having trouble. It will be tried again soon."


class RateLimitedError(AppException):
    code = "RATE_LIMITED"
    status = 429
    retryable = True
    default_message = "Too many requests. Please wait a moment."


class DataError(AppException):
    code = "DATA_ERROR"
    status = 422
    default_message = "This data cannot be used."


class DataValidationError(DataError):
    """`fields` names what is wrong per input field."""

    code = "DATA_INVALID"
    status = 400
    default_message = "Some of the input is not valid."

    def __init__(
        self, message: str = "", *, fields: dict[str, list[str]] | None = None, **options: object
    ) -> None:
        super().__init__(message, **options)  # type: ignore[arg-type]
        self.fields = fields or {}


class DataProcessingError(DataError):
    code = "DATA_PROCESSING_FAILED"
    default_message = "This data could not be processed."


class DataNotFoundError(DataError):
    code = "NOT_FOUND"
    status = 404
    default_message = "There is nothing here, or it is not yours to see."


class DataChangedError(DataError):
    """The caller's copy is not the newest one (If-Match)."""

    code = "DATA_CHANGED"
    status = 412
    default_message = "This was changed in the meantime. Load it again, then repeat your change."


class DatabaseError(AppException):
    code = "DATABASE_ERROR"
    default_message = "The database could not do this."


class DatabaseConnectionError(DatabaseError):
    code = "DATABASE_UNAVAILABLE"
    status = 503
    retryable = True
    default_message = "The database does not answer at the moment. Please try again shortly."


class DatabaseIntegrityError(DatabaseError):
    code = "DATABASE_CONFLICT"
    status = 409
    default_message = "This conflicts with something that is already there."
