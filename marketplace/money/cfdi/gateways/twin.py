"""The twin of a PAC: stamps on this machine, which the SAT knows nothing of, and says so in each stamp.

It keeps what it stamped in a folder, by key, so that it answers the same after a restart. `silent_before` and
`silent_after` have its next answers get lost before, or after, it did what it was asked; `refusals` has it say no.
"""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from marketplace.kernel import clock
from marketplace.kernel.calendar import MEXICO
from marketplace.kernel.work import outside_any_transaction
from marketplace.money.cfdi.errors import PacRefused, PacSilent
from marketplace.money.cfdi.extra import need_extra
from marketplace.money.cfdi.gateways.told import Stamped
from marketplace.money.cfdi.reading import TEST_STAMP

_TFD = "http://www.sat.gob.mx/TimbreFiscalDigital"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{_TFD} http://www.sat.gob.mx/sitio_internet/cfd/TimbreFiscalDigital/TimbreFiscalDigitalv11.xsd"
_RFC = "TES200101AAA"  # of the provider of certification: none has this one
_WORDS = f"{TEST_STAMP} SIN VALOR FISCAL"
_NUMBER = "30001000000500009998"


class PacTwin:
    """A PAC that nobody pays and nobody believes."""

    name = "twin"
    is_test = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.silent_before = 0
        self.silent_after = 0
        self.refusals: list[str] = []
        self.stamped = 0  # how many papers it stamped since it was made: a repeat is none

    def stamp(self, key: str, xml: bytes) -> Stamped:
        """Stamp a paper; the same key gives what was stamped before."""
        outside_any_transaction(self.name)
        if self.silent_before:
            self.silent_before -= 1
            raise PacSilent
        if self.refusals:
            raise PacRefused(why=self.refusals.pop(0))
        if not self._file(key).exists() and self._keep(key, _with_stamp(key, xml)):
            self.stamped += 1
        if self.silent_after:
            self.silent_after -= 1
            raise PacSilent
        found = self.find(key)
        assert found is not None
        return found

    def find(self, key: str) -> Stamped | None:
        """Look for what was stamped under a key."""
        outside_any_transaction(self.name)
        file = self._file(key)
        if not file.exists():
            return None
        xml = file.read_bytes()
        uuid, at = _read_stamp(xml)
        return Stamped(uuid, xml, at, is_cancelled=self._cancelled(uuid).exists())

    def cancel(self, uuid: str, reason: str, replaced_by: str | None = None) -> datetime:
        """Note that a paper is cancelled."""
        outside_any_transaction(self.name)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._cancelled(uuid).write_text(f"{reason} {replaced_by or ''}")
        return clock.now()

    def _file(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}.xml"

    def _cancelled(self, uuid: str) -> Path:
        return self._folder / f"{hashlib.sha256(uuid.encode()).hexdigest()}.cancelled"

    def _keep(self, key: str, xml: bytes) -> bool:
        """Two may ask at once: the first stays."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder) as made:
            made.write(xml)
            made.flush()
            try:
                os.link(made.name, self._file(key))
            except FileExistsError:
                return False
        return True


def _with_stamp(key: str, xml: bytes) -> bytes:
    """Add the stamp (TimbreFiscalDigital 1.1) as the last of the paper's complements."""
    need_extra()
    from lxml import etree

    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    space = etree.QName(root).namespace
    complement = root.find(f"{{{space}}}Complemento")
    if complement is None:
        complement = etree.Element(f"{{{space}}}Complemento")
        addenda = root.find(f"{{{space}}}Addenda")
        root.append(complement) if addenda is None else addenda.addprevious(complement)
    seal = root.get("Sello")
    stamp = etree.SubElement(complement, f"{{{_TFD}}}TimbreFiscalDigital", nsmap={"tfd": _TFD})
    stamp.set(f"{{{_XSI}}}schemaLocation", _SCHEMA)
    for name, value in _stamp_of(key, seal).items():
        stamp.set(name, value)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _stamp_of(key: str, seal: str) -> dict[str, str]:
    at = clock.now().astimezone(MEXICO).replace(tzinfo=None, microsecond=0)
    return {
        "Version": "1.1",
        "UUID": str(uuid5(NAMESPACE_URL, f"tianguis-twin:{key}")).upper(),
        "FechaTimbrado": at.isoformat(),
        "RfcProvCertif": _RFC,
        "Leyenda": _WORDS,
        "SelloCFD": seal,
        "NoCertificadoSAT": _NUMBER,
        "SelloSAT": base64.b64encode(hashlib.sha256(seal.encode()).digest()).decode(),
    }


def _read_stamp(xml: bytes) -> tuple[str, datetime]:
    from lxml import etree

    found: Any = next(etree.fromstring(xml).iter(f"{{{_TFD}}}TimbreFiscalDigital"))
    local = datetime.fromisoformat(found.attrib["FechaTimbrado"]).replace(tzinfo=MEXICO)
    return found.attrib["UUID"], local.astimezone(UTC)
