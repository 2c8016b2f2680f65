"""The family of errors that a person is told about."""

from django.core.exceptions import PermissionDenied


class RefusedError(Exception):
    """A rule says no. `message` tells what is wrong, with values, and what to do next."""

    code = "refused"

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code


class WrongStateError(RefusedError):
    """The thing is in a state from which this step is not possible."""

    code = "wrong_state"


class AlreadyAnsweredError(RefusedError):
    """Somebody else was faster, or the same person clicked twice."""

    code = "already_answered"


def require(allowed: bool, message: str) -> None:
    """Raise PermissionDenied with a sentence for people unless `allowed`."""
    if not allowed:
        raise PermissionDenied(message)
