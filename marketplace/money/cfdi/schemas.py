"""The SAT's schemas, as `satcfdi` carries them: read once for each kind of paper, which takes longer than all else about one."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

_SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
_PLACE = re.compile(r"Element '(?:\{[^}]*\})?([^']*)'(?:, attribute '([^']*)')?")
_one_at_a_time = threading.Lock()  # a schema keeps the faults of what it looked at last


def faults_in(root: Any, paper: Any) -> str:
    """Hold a paper's XML against the schemas that it names, `paper` being the library's reading of it; empty: it is right.

    It says where, and against which rule: not what stands there, which is people's, nor what might, which are catalogues.
    """
    from satcfdi.transform import SchemaCollector, cfdi_schemas

    named = SchemaCollector()
    cfdi_schemas[root.tag](named, paper)
    with _one_at_a_time:
        schema = _schema(frozenset(named.base))
        if schema.validate(root):
            return ""
        return "; ".join(dict.fromkeys(f"{one.type_name} {_place(one.message)}" for one in schema.error_log))


def _place(message: str) -> str:
    """Where a fault is, of what libxml2 says of it."""
    found = _PLACE.match(message)
    return ".".join(part for part in found.groups() if part) if found else ""


@lru_cache(maxsize=4)  # CFDI and retention, each with and without its stamp
def _schema(names: frozenset[str]) -> Any:
    from lxml import etree
    from satcfdi.transform import SCHEMA_ROOT

    base = str(Path(SCHEMA_ROOT) / "schema.xsd")
    every = etree.fromstring(f'<xs:schema xmlns:xs="{_SCHEMA[1:-1]}"/>', base_url=base)
    for name in sorted(names):
        etree.SubElement(every, f"{_SCHEMA}import", attrib={"namespace": "", "schemaLocation": name})
    return etree.XMLSchema(every)
