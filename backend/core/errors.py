"""What can go wrong and be told to a person. Every door shapes these; nothing else reaches a user as an answer.

Each error has a stable `code` for programs, a translated message for people, and facts.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise  # plain or lazily translated


class DomainError(Exception):
    status = 400
    code = "error"
    message: Text = _("This did not work.")

    def __init__(self, message: Text | None = None, *, code: str | None = None, **facts: Any) -> None:
        self.message = message if message is not None else self.message
        self.code = code if code is not None else self.code
        self.facts = facts
        super().__init__(self.code)

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class NotFound(DomainError):
    """Also the answer for what exists but may not be known to exist."""

    status = 404
    code = "not_found"
    message = _("We could not find this.")


class NotAllowed(DomainError):
    status = 403
    code = "not_allowed"
    message = _("You are not allowed to do this.")


class Invalid(DomainError):
    """Input that can be corrected: messages by field name; `""` for the whole."""

    status = 422
    code = "invalid"
    message = _("Please check what you entered.")

    def __init__(
        self,
        fields: Mapping[str, Text | Sequence[Text]] | None = None,
        message: Text | None = None,
        *,
        code: str | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(message, code=code, **facts)
        self.fields: dict[str, list[Text]] = {
            name: [text] if isinstance(text, str | Promise) else list(text) for name, text in (fields or {}).items()
        }


class Conflict(DomainError):
    """The thing is no longer, or not yet, in a state in which this can be done."""

    status = 409
    code = "conflict"
    message = _("This is not possible in the present state.")


class LimitReached(DomainError):
    """A number that must not be passed: places, money, attempts."""

    status = 409
    code = "limit_reached"
    message = _("A limit has been reached.")


class SlowDown(DomainError):
    """More within a while than people need; after `retry_after` seconds it goes on."""

    status = 429
    code = "too_fast"
    message = _("This is going too fast. Please wait a moment.")

    def __init__(self, message: Text | None = None, *, retry_after: int, code: str | None = None, **facts: Any) -> None:
        super().__init__(message, code=code, **facts)
        self.retry_after = retry_after


class Unavailable(DomainError):
    """A service that we depend on did not answer; nothing was changed, trying again is safe."""

    status = 503
    code = "unavailable"
    message = _("A service that we need does not answer right now. Please try again in a moment.")
