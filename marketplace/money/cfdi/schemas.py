"""The SAT's schemas, as `satcfdi` carries them: read once for each kind of paper, which takes longer than all else about one."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

_SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
_one_at_a_time = threading.Lock()  # a schema keeps the faults of what it looked at last


def faults_in(root: Any, paper: Any) -> str:
    """Hold a paper's XML against the schemas that it names, `paper` being the library's reading of it; empty: it is right."""
    from satcfdi.transform import SchemaCollector, cfdi_schemas

    named = SchemaCollector()
    cfdi_schemas[root.tag](named, paper)
    with _one_at_a_time:
        schema = _schema(frozenset(named.base))
        return "" if schema.validate(root) else str(schema.error_log)


@lru_cache(maxsize=4)  # CFDI and retention, each with and without its stamp
def _schema(names: frozenset[str]) -> Any:
    from lxml import etree
    from satcfdi.transform import SCHEMA_ROOT

    base = str(Path(SCHEMA_ROOT) / "schema.xsd")
    every = etree.fromstring(f'<xs:schema xmlns:xs="{_SCHEMA[1:-1]}"/>', base_url=base)
    for name in sorted(names):
        etree.SubElement(every, f"{_SCHEMA}import", attrib={"namespace": "", "schemaLocation": name})
    return etree.XMLSchema(every)
