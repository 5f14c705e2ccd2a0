"""The two resolvers. Both give the TXT records of a name; the twin reads them from a file in `var/`."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import dns.exception
import dns.resolver

from marketplace.goods.addresses.errors import DnsSilent
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import outside_any_transaction

_PATIENCE_SECONDS = 5.0


class Resolver(Protocol):
    """Somebody who knows the DNS."""

    def texts(self, name: str) -> list[str]:
        """Give the TXT records of a name; none when there are none. Raises DnsSilent when there was no answer."""
        ...


class SystemResolver:
    """Asks the name servers of this machine."""

    def texts(self, name: str) -> list[str]:
        """Ask for a name's TXT records."""
        outside_any_transaction("dns")
        try:
            answer = dns.resolver.resolve(name, "TXT", lifetime=_PATIENCE_SECONDS, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except dns.exception.DNSException as error:
            raise DnsSilent(name=name) from error
        return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


class ZoneFile:
    """Reads a file of lines `name text`, as a development machine or a test writes it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def texts(self, name: str) -> list[str]:
        """Look a name up in the file; without a file there are no records."""
        outside_any_transaction("dns")
        if not self._path.exists():
            return []
        lines = (line.split(maxsplit=1) for line in self._path.read_text("utf-8").splitlines())
        return [line[1] for line in lines if len(line) == 2 and line[0] == name]

    def write(self, name: str, text: str) -> None:
        """Add a record to the file."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{name} {text}\n")


def zone_file(settings: Settings) -> ZoneFile:
    """Give the file that stands in for the DNS on this machine."""
    return ZoneFile(settings.var / "dns.txt")


def resolver(settings: Settings) -> Resolver:
    """Give the resolver that this installation uses."""
    return SystemResolver() if settings.dns == "system" else zone_file(settings)
