"""Reads a CFDI that somebody brought: safely (no entities, no network, limits of size), and held against the SAT's schema.

What is large, strange or not the tax office's is refused before the library looks at it: its time grows with the square of an
element's attributes, and it makes a schema for each mixture of complements.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from marketplace.kernel.calendar import MEXICO
from marketplace.money.cfdi.errors import NoStamp, NotACfdi
from marketplace.money.cfdi.extra import need_extra
from marketplace.money.cfdi.rules import Paper, Party, ReadConcept, Relation, RelationKind
from marketplace.money.cfdi.schemas import faults_in
from marketplace.money.cfdi.signing import is_test, is_trial_number, rfc_of

MOST_BYTES = 2_000_000
_MOST_ELEMENTS = 20_000
_MOST_CONCEPTS = 500  # a cart has 20 lines; the schema looks each key up in a list of 52,000
_MOST_ATTRIBUTES = 60  # of one element; the schema's largest has 21, and the library is slow with many
_MOST_NAMESPACES = 60  # declared on the paper; the SAT has fewer complements than that
_ZONES_APART = timedelta(hours=2)  # the country's times are up to that from the capital's
TEST_STAMP = "PRUEBA"  # how the words that the twin writes beside its stamps begin
_CFDI = "{http://www.sat.gob.mx/cfd/4}"
_TFD = "{http://www.sat.gob.mx/TimbreFiscalDigital}TimbreFiscalDigital"
# What strange certificates and amounts are answered with by those that read them.
_STRANGE = (KeyError, ValueError, TypeError, ArithmeticError, AttributeError, UnsupportedAlgorithm, x509.InvalidVersion)


def parse_xml(data: bytes) -> Any:
    """Parse XML of a stranger; raises NotACfdi for what is none, is too large, brings declarations of its own, or is not
    in UTF-8, which Anexo 20 asks for."""
    need_extra()
    from lxml import etree

    if len(data) > MOST_BYTES or b"\x00" in data:
        raise NotACfdi
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        data.decode("utf-8")
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotACfdi from error
    said = root.getroottree().docinfo
    if said.doctype or (said.encoding or "UTF-8").upper() != "UTF-8":
        raise NotACfdi
    return root


def read_cfdi(data: bytes) -> Paper:
    """Read a CFDI 4.0 of a sale, stamped or not: one with other complements than the stamp is none. Raises NoStamp for a draft,
    NotACfdi, ExtraMissing.

    Whether the SAT knows it is not asked; `is_sealed` says that its words are those that its issuer's certificate sealed,
    and its stamp is of that very seal.
    """
    root = parse_xml(data)
    if root.tag != f"{_CFDI}Comprobante":
        raise NotACfdi
    for addenda in root.findall(f"{_CFDI}Addenda"):  # it is outside of the seal, and between the two parties alone
        root.remove(addenda)
    _check_size(root)
    _check_complements(root)
    _check_sealed(root)
    _check_schema(root)
    try:
        return _paper(root)
    except _STRANGE as error:
        raise NotACfdi from error


def _check_size(root: Any) -> None:
    if len(root.nsmap) > _MOST_NAMESPACES or len(root.findall(f"{_CFDI}Conceptos/{_CFDI}Concepto")) > _MOST_CONCEPTS:
        raise NotACfdi
    for count, element in enumerate(root.iter(), start=1):
        if count > _MOST_ELEMENTS or len(element.attrib) > _MOST_ATTRIBUTES:
            raise NotACfdi


def _check_complements(root: Any) -> None:
    stamps = [one for whole in root.iterfind(f"{_CFDI}Complemento") for one in whole]
    if len(stamps) > 1 or any(one.tag != _TFD for one in stamps):
        raise NotACfdi
    if root.find(f"{_CFDI}Conceptos/{_CFDI}Concepto/{_CFDI}ComplementoConcepto") is not None:
        raise NotACfdi


def _check_sealed(root: Any) -> None:
    """Say of a draft that it is one, before the schema only says that something is missing."""
    is_bare = not root.get("Sello") and root.find(f"{_CFDI}Complemento/{_TFD}") is None
    if is_bare and root.find(f"{_CFDI}Emisor") is not None:
        raise NoStamp


def _check_schema(root: Any) -> None:
    from satcfdi.cfdi import CFDI

    try:
        faults = faults_in(root, CFDI.from_xml(root))
    except Exception as error:  # the library answers what is missing or strange with whatever its next line raises
        raise NotACfdi from error
    if faults:
        raise NotACfdi


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
        is_sealed=_is_sealed(root, certificate, stamp),
        is_test=is_test(certificate) or _is_test_stamp(stamp),
        seal_sha256=hashlib.sha256(_seal_of(root).encode()).hexdigest(),
    )


def _is_test_stamp(stamp: Any) -> bool:
    if stamp is None:
        return False
    return stamp.get("Leyenda", "").startswith(TEST_STAMP) or is_trial_number(stamp.get("NoCertificadoSAT", ""))


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


def _seal_of(root: Any) -> str:
    return "".join(root.attrib["Sello"].split())


def _is_sealed(root: Any, certificate: x509.Certificate, stamp: Any) -> bool:
    from satcfdi.transform import xslt_transform

    seal = _seal_of(root)
    if stamp is not None and "".join(stamp.get("SelloCFD", "").split()) != seal:
        return False
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or not _may_seal(root, certificate):
        return False
    try:
        text = str(xslt_transform(root.tag, root.attrib["Version"])(root))
        signed = base64.b64decode(seal, validate=True)
        if base64.b64encode(signed).decode() != seal:
            return False  # there is one way to write a seal, by which it is known again
        key.verify(signed, text.encode(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, binascii.Error):
        return False
    return True


def _may_seal(root: Any, certificate: x509.Certificate) -> bool:
    """Whether a certificate is the issuer's, and was valid on the day. One of ours, for trying, seals for everybody."""
    if is_test(certificate):
        return True
    at = datetime.fromisoformat(root.attrib["Fecha"]).replace(tzinfo=MEXICO)
    since, until = certificate.not_valid_before_utc - _ZONES_APART, certificate.not_valid_after_utc + _ZONES_APART
    return rfc_of(certificate) == root.find(f"{_CFDI}Emisor").attrib["Rfc"] and since <= at <= until
