"""The branch of the error tree for Claude: what kept an answer from being there.

`in_words` is what a page says to people, `user_message` the same beside the rules' answer; `message` may name
the cause for operators. None of them ever holds a word that was sent or answered.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from analysis.gateway.types import Tokens
from config.core.errors import ExternalAPIError

type Limit = Literal["input", "output", "context"]


class AIAnalysisError(ExternalAPIError):
    """No answer that may be shown.

    `tokens` is the sum over all tries that were answered, None if there was none. `is_cost_unknown` says that
    a try may have been paid for and nobody knows how much. `request_id` is the provider's, for its support.
    """

    code = "AI_ANALYSIS_FAILED"
    retryable = False
    default_message = "Claude could not answer."
    why: ClassVar[str] = "Claude could not answer this time."

    def __init__(
        self,
        message: str = "",
        *,
        request_id: str = "",
        tokens: Tokens | None = None,
        is_cost_unknown: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(message, **options)
        self.request_id = request_id
        self.tokens = tokens
        self.is_cost_unknown = is_cost_unknown
        self.usage_id: int | None = None
        """Its row in the ledger, once booked."""

    @property
    def in_words(self) -> str:
        """Why there is no answer; where `why` is empty, the message is for people already."""
        return self.why or self.message

    @property
    def user_message(self) -> str:
        return f"{self.in_words} What you see comes from the rules."


class AIUnavailableError(AIAnalysisError):
    """This server asks no model: it is switched off, or has no key."""

    code = "AI_UNAVAILABLE"
    status = 503
    default_message = "Claude is not set up on this server."
    why = ""


class NotConsentedError(AIAnalysisError):
    code = "AI_NOT_CONSENTED"
    status = 403
    default_message = "The athlete has not agreed that Claude reads these data."
    why = "Claude reads nothing of yours before you agree."


class ConsentWithdrawnError(AIAnalysisError):
    """Leave was taken back while the model was writing: what came is thrown away."""

    code = "AI_CONSENT_WITHDRAWN"
    status = 403
    default_message = "The athlete took their leave back while Claude was asked."
    why = "You took your leave back while Claude was asked, so what it wrote was thrown away."


class ConsentNotYoursError(AIAnalysisError):
    code = "AI_CONSENT_NOT_YOURS"
    status = 403
    default_message = "Only the athlete can say what Claude may read and spend."


class PriceUnknownError(AIAnalysisError):
    """What has no price cannot be kept below a cap, so it is not asked."""

    code = "AI_PRICE_UNKNOWN"
    status = 503
    default_message = "It is not known what this model costs, so it is not asked."


class BudgetExceededError(AIAnalysisError):
    """A cap of the athlete or the site would be passed; `retry_after_s` is when it begins anew."""

    code = "AI_BUDGET_EXCEEDED"
    status = 429
    default_message = "The budget for Claude is used up."
    why = ""


class GroundingError(AIAnalysisError):
    """The answer said what the evidence does not carry."""

    code = "AI_ANSWER_REJECTED"
    default_message = "Claude's answer did not hold against your data and was rejected."
    why = "Claude's answer did not hold against your data."


class ClaudeAPIError(AIAnalysisError):
    """`http_status` is the provider's (None without an answer), `type` and `error_code` its words for it."""

    code = "CLAUDE_ERROR"
    default_message = "Claude did not answer as it should."

    def __init__(
        self,
        message: str = "",
        *,
        http_status: int | None = None,
        type: str = "",
        error_code: str = "",
        **options: Any,
    ) -> None:
        super().__init__(message, **options)
        self.http_status = http_status
        self.type = type
        self.error_code = error_code


class ClaudeRateLimitError(ClaudeAPIError):
    code = "CLAUDE_RATE_LIMITED"
    status = 429
    retryable = True
    default_message = "Claude asked us to wait."


class ClaudeOverloadedError(ClaudeAPIError):
    """The provider has trouble of its own: 5xx, 529, 408, 409, or the same in the middle of a stream."""

    code = "CLAUDE_OVERLOADED"
    status = 503
    retryable = True
    default_message = "Claude has trouble at the moment."


class ClaudePausedError(ClaudeAPIError):
    """It failed so often that it is left alone; `retry_after_s` is the rest of the break."""

    code = "CLAUDE_PAUSED"
    status = 503
    retryable = True
    default_message = "Claude had trouble several times and is left alone for a while."
    why = "Claude is having trouble and will be asked again soon."


class ClaudeTimeoutError(ClaudeAPIError):
    """Asked, and not answered in time: it may have been paid for."""

    code = "CLAUDE_TIMEOUT"
    status = 504
    retryable = True
    default_message = "Claude took too long."


class ClaudeConnectionError(ClaudeAPIError):
    code = "CLAUDE_UNREACHABLE"
    status = 503
    retryable = True
    default_message = "Claude cannot be reached."


class ClaudeAuthError(ClaudeAPIError):
    """Every key is refused, or the address or the model does not exist: only an operator can help."""

    code = "CLAUDE_AUTH_FAILED"
    status = 503
    default_message = "Claude does not accept this server's key, address or model."


class ClaudeBillingError(ClaudeAPIError):
    """The provider's own spend limit, or no credit: nothing is answered before somebody pays."""

    code = "CLAUDE_BILLING"
    status = 503
    default_message = "This server's account with Claude's provider has no money left."


class ClaudeRefusalError(ClaudeAPIError):
    """The model will not answer this, or answered with nothing."""

    code = "CLAUDE_REFUSED"
    status = 422
    default_message = "Claude declined to answer this."
    why = "Claude declined to answer this."

    def __init__(self, message: str = "", *, category: str = "", **options: Any) -> None:
        super().__init__(message, **options)
        self.category = category


class ClaudeTokenLimitError(AIAnalysisError):
    """Too long: what was sent ("input"), the answer ("output"), or both together ("context")."""

    code = "CLAUDE_TOKEN_LIMIT"
    status = 422
    default_message = "This is too long for Claude."

    def __init__(self, message: str = "", *, kind: Limit = "input", **options: Any) -> None:
        super().__init__(message, **options)
        self.kind = kind


class ClaudeParsingError(AIAnalysisError):
    """An answer that is none. `raw_text` is what there is of it, for repairing; it is never logged."""

    code = "CLAUDE_ANSWER_UNREADABLE"
    default_message = "Claude's answer could not be read."

    def __init__(
        self, message: str = "", *, raw_text: str = "", stop_reason: str = "", **options: Any
    ) -> None:
        super().__init__(message, **options)
        self.raw_text = raw_text
        self.stop_reason = stop_reason
