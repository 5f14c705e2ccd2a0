"""How the twin says no: as Stripe does, with a kind, a code, and the parameter that is wrong."""

from __future__ import annotations


class TwinRefusal(Exception):
    """A request that is answered with an error."""

    def __init__(
        self,
        code: str,
        message: str,
        family: str = "invalid_request_error",
        *,
        answer: int = 400,
        param: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code, self.family, self.answer, self.param = code, family, answer, param


def missing(what: str, ref: str | None) -> TwinRefusal:
    """Nothing is called so."""
    return TwinRefusal("resource_missing", f"No such {what}: '{ref}'", answer=404, param="id")
