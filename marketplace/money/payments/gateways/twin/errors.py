"""How the twin says no: as Stripe does, with a kind, a code, and the parameter that is wrong."""

from __future__ import annotations


class Refusal(Exception):
    """A request that is answered with an error."""

    def __init__(
        self,
        code: str,
        message: str,
        kind: str = "invalid_request_error",
        *,
        status: int = 400,
        param: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code, self.kind, self.status, self.param = code, kind, status, param


def missing(what: str, ref: str | None) -> Refusal:
    """Nothing is called so."""
    return Refusal("resource_missing", f"No such {what}: '{ref}'", status=404, param="id")
