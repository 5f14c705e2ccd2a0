"""Reads a CFDI that somebody brought: safely (no entities, no network, a limit of size), and held against the SAT's schema."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from marketplace.money.cfdi.errors import NotACfdi
from marketplace.money.cfdi.extra import need_extra
from marketplace.money.cfdi.rules import Paper, Party, ReadConcept, Relation, RelationKind
from marketplace.money.cfdi.signing import is_test

MOST_BYTES = 2_000_000
TEST_STAMP = "PRUEBA"  # how the words that the twin writes beside its stamps begin
_CFDI = "{http://www.sat.gob.mx/cfd/4}"
_TFD = "{http://www.sat.gob.mx/TimbreFiscalDigital}TimbreFiscalDigital"


def parse_xml(data: bytes) -> Any:
    """Parse XML of a stranger; raises NotACfdi for what is none, is too large, or brings declarations of its own."""
    need_extra()
    from lxml import etree

    if len(data) > MOST_BYTES:
        raise NotACfdi
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotACfdi from error
    if root.getroottree().docinfo.doctype:
        raise NotACfdi
    return root


def read_cfdi(data: bytes) -> Paper:
    """Read a CFDI 4.0, stamped or not. Raises NotACfdi, ExtraMissing.

    Whether the SAT knows it is not asked; `is_sealed` says that its words are those that its certificate sealed.
    """
    root = parse_xml(data)
    if root.tag != f"{_CFDI}Comprobante":
        raise NotACfdi
    _check_schema(root)
    try:
        return _paper(root)
    except (KeyError, ValueError, InvalidOperation, AttributeError) as error:
        raise NotACfdi from error


def _check_schema(root: Any) -> None:
    from lxml import etree
    from satcfdi.cfdi import CFDI
    from satcfdi.transform import SchemaCollector, cfdi_schemas, validate_xsd

    try:
        schemas = SchemaCollector()
        cfdi_schemas[root.tag](schemas, CFDI.from_xml(root))
        validate_xsd(root, schemas.base)
    except etree.LxmlError as error:
        raise NotACfdi from error
    except Exception as error:  # the library answers what is missing or strange with whatever its next line raises
        raise NotACfdi from error


def _paper(root: Any) -> Paper:
    stamp = root.find(f"{_CFDI}Complemento/{_TFD}")
    taxes = root.find(f"{_CFDI}Impuestos")
    certificate = x509.load_der_x509_certificate(base64.b64decode(root.get("Certificado", "")))
    receiver = root.find(f"{_CFDI}Receptor")
    return Paper(
        kind=root.attrib["TipoDeComprobante"],
        uuid=stamp.attrib["UUID"].upper() if stamp is not None else None,
        series=root.get("Serie", ""),
        folio=root.get("Folio", ""),
        issued=datetime.fromisoformat(root.attrib["Fecha"]),
        issuer=_issuer(root),
        receiver=Party(
            receiver.attrib["Rfc"],
            receiver.attrib["Nombre"],
            receiver.attrib["DomicilioFiscalReceptor"],
            receiver.attrib["RegimenFiscalReceptor"],
        ),
        use=receiver.attrib["UsoCFDI"],
        currency=root.attrib["Moneda"],
        subtotal_minor=_minor(root.attrib["SubTotal"]),
        discount_minor=_minor(root.get("Descuento", "0")),
        iva_minor=_iva(taxes),
        withheld_minor=_minor(taxes.get("TotalImpuestosRetenidos", "0")) if taxes is not None else 0,
        total_minor=_minor(root.attrib["Total"]),
        payment_form=root.get("FormaPago", ""),
        payment_method=root.get("MetodoPago", ""),
        concepts=tuple(_concept(one) for one in root.iterfind(f"{_CFDI}Conceptos/{_CFDI}Concepto")),
        relations=tuple(_relations(root.iterfind(f"{_CFDI}CfdiRelacionados"))),
        is_sealed=_is_sealed(root, certificate),
        is_test=is_test(certificate) or (stamp is not None and stamp.get("Leyenda", "").startswith(TEST_STAMP)),
    )


def _issuer(root: Any) -> Party:
    said = root.find(f"{_CFDI}Emisor").attrib
    return Party(said["Rfc"], said["Nombre"], root.attrib["LugarExpedicion"], said["RegimenFiscal"])


def _iva(taxes: Any) -> int:
    """What of its taxes is IVA (002)."""
    if taxes is None:
        return 0
    lines = taxes.iterfind(f"{_CFDI}Traslados/{_CFDI}Traslado")
    return sum(_minor(line.get("Importe", "0")) for line in lines if line.get("Impuesto") == "002")


def _concept(one: Any) -> ReadConcept:
    said = one.attrib
    return ReadConcept(said["ClaveProdServ"], said["Descripcion"], said["Cantidad"], _minor(said["Importe"]))


def _relations(nodes: Iterable[Any]) -> Iterable[Relation]:
    known = {kind.value for kind in RelationKind}
    for node in nodes:
        if node.attrib["TipoRelacion"] in known:
            uuids = tuple(one.attrib["UUID"].upper() for one in node.iterfind(f"{_CFDI}CfdiRelacionado"))
            yield Relation(RelationKind(node.attrib["TipoRelacion"]), uuids)


def _minor(text: str) -> int:
    """Centavos of an amount; papers of others may carry up to six decimals."""
    return int((Decimal(text) * 100).to_integral_value(rounding="ROUND_HALF_UP"))


def _is_sealed(root: Any, certificate: x509.Certificate) -> bool:
    from satcfdi.transform import xslt_transform

    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        return False
    try:
        text = str(xslt_transform(root.tag, root.attrib["Version"])(root))
        key.verify(base64.b64decode(root.attrib["Sello"]), text.encode(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, binascii.Error):
        return False
    return True
