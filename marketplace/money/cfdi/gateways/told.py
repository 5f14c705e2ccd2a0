"""What a PAC answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Stamped:
    """A stamped paper: its number at the SAT (folio fiscal, in capitals), the whole XML, and when."""

    uuid: str
    xml: bytes
    at: datetime
    is_cancelled: bool = False
