"""Whether what writes and reads tax papers is installed: `satcfdi` and `lxml`, of requirements/cfdi.txt."""

from __future__ import annotations

from importlib.util import find_spec

from marketplace.money.cfdi.errors import ExtraMissing

_NEEDED = ("satcfdi", "lxml")


def cfdi_is_installed() -> bool:
    """Whether this installation can write and read tax papers."""
    return all(find_spec(name) is not None for name in _NEEDED)


def need_extra() -> None:
    """Raise ExtraMissing where tax papers can neither be written nor read."""
    if not cfdi_is_installed():
        raise ExtraMissing
