"""Writes papers in the SAT's XML with `satcfdi`, seals them, and holds them against the SAT's schemas, without a network.

The library is an extra and is imported where it is used: the house starts without it (`extra.py`).
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

from marketplace.kernel.calendar import MEXICO
from marketplace.money.cfdi.extra import need_extra
from marketplace.money.cfdi.rules import (
    Comprobante,
    Concept,
    GlobalPeriod,
    Party,
    Retention,
    Service,
    Untaxed,
    check_comprobante,
    sat_text,
)
from marketplace.money.cfdi.schemas import faults_in
from marketplace.money.cfdi.signing import Seal

_IVA, _ISR = "002", "001"  # c_Impuesto
_IVA_OF_PLATFORMS = "02"  # c_TipoImpuesto, the list of retentions
_RATE = "Tasa"
_MORE = Decimal("0.000001")  # as many decimals as a unit price may have
_PLATFORMS, _GOODS, _MONTHLY = (
    "26",
    "05",
    "02",
)  # CveRetenc, TipoDeServ and Periodicidad of goods sold through platforms
_IVA_FINAL, _ISR_FINAL, _ISR_PROVISIONAL = "01", "03", "04"  # c_TipoPagoRet
_PAID_BY_CARD = "03"  # c_FormaPagoServ: how most buyers paid; the catalogue knows no mixture


class WrongPaper(Exception):
    """A paper that the SAT's schema does not take. Its words say where, and nothing of what stands there."""


def pesos(minor: int) -> Decimal:
    """Write centavos as papers do."""
    return Decimal(minor).scaleb(-2)


def _rate(basis_points: int) -> Decimal:
    return Decimal(basis_points).scaleb(-4).quantize(_MORE)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(MEXICO).replace(tzinfo=None, microsecond=0)


def write_cfdi(paper: Comprobante, seal: Seal) -> bytes:
    """Write a CFDI 4.0, sealed and not stamped yet.

    Raises ExtraMissing, what `check_comprobante` raises, and WrongPaper for what the schema does not take.
    """
    need_extra()
    check_comprobante(paper)
    from satcfdi.create.cfd import cfdi40

    written = cfdi40.Comprobante(
        emisor=cfdi40.Emisor(paper.issuer.rfc, paper.issuer.name, paper.issuer.regime),
        lugar_expedicion=paper.issuer.postal_code,
        receptor=cfdi40.Receptor(
            paper.receiver.rfc, paper.receiver.name, paper.receiver.postal_code, paper.receiver.regime, paper.use
        ),
        conceptos=[_concept(cfdi40, one) for one in paper.concepts],
        tipo_de_comprobante=paper.kind.value,
        serie=paper.series or None,
        folio=paper.folio or None,
        forma_pago=paper.payment_form,
        metodo_pago=paper.payment_method,
        informacion_global=_global(cfdi40, paper.global_period),
        cfdi_relacionados=[cfdi40.CfdiRelacionados(one.kind.value, list(one.uuids)) for one in paper.relations] or None,
        fecha=_local(paper.at),
    )
    if (written["Total"], written["SubTotal"]) != (pesos(paper.total_minor), pesos(paper.subtotal_minor)):
        raise WrongPaper("its lines do not come to its sums")
    return _sealed(written, seal)


def _global(cfdi40: Any, period: GlobalPeriod | None) -> Any:
    return cfdi40.InformacionGlobal(period.every, period.months, period.year) if period else None


def _concept(cfdi40: Any, one: Concept) -> Any:
    amount = pesos(one.amount_minor)
    third = one.third_party
    return cfdi40.Concepto(
        clave_prod_serv=one.sat_key,
        cantidad=one.quantity,
        clave_unidad=one.unit,
        descripcion=sat_text(one.description),
        # The price of a piece without IVA is seldom whole centavos; its pieces come to the amount.
        valor_unitario=amount if one.quantity == 1 else (amount / one.quantity).quantize(_MORE),
        objeto_imp="01" if one.iva is Untaxed.NOT_OBJECT else "02",
        no_identificacion=sat_text(one.number, 100) or None,
        descuento=pesos(one.discount_minor) if one.discount_minor else None,
        impuestos=_taxes(cfdi40, one),
        a_cuenta_terceros=_third(cfdi40, third) if third else None,
    )


def _third(cfdi40: Any, party: Party) -> Any:
    return cfdi40.ACuentaTerceros(party.rfc, party.name, party.regime, party.postal_code)


def _taxes(cfdi40: Any, one: Concept) -> Any:
    base = pesos(one.base_minor)
    match one.iva:
        case Untaxed.NOT_OBJECT:
            return None
        case Untaxed.EXEMPT:
            return cfdi40.Impuestos(traslados=cfdi40.Traslado(_IVA, "Exento", base=base))
        case rate:
            line = cfdi40.Traslado(_IVA, _RATE, _rate(int(rate)), pesos(one.tax_minor), base)
            return cfdi40.Impuestos(traslados=line)


def write_retention(paper: Retention, seal: Seal) -> bytes:
    """Write a CFDI de Retenciones 2.0 with the platforms' complement, sealed and not stamped yet.

    Raises ExtraMissing, and WrongPaper for what the schema does not take.
    """
    need_extra()
    from satcfdi.create.retencion import retenciones20 as ret

    month = f"{paper.month.month:02d}"
    written = ret.Retenciones(
        lugar_exp_retenc=paper.issuer.postal_code,
        cve_retenc=_PLATFORMS,
        emisor=ret.Emisor(paper.issuer.rfc, paper.issuer.name, paper.issuer.regime),
        receptor=ret.Receptor(
            "Nacional",
            nacional=ret.Nacional(
                paper.receiver.rfc, paper.receiver.name, paper.receiver.postal_code, paper.curp or None
            ),
        ),
        periodo=ret.Periodo(month, month, str(paper.month.year)),
        totales=_totals(ret, paper),
        folio_int=paper.folio.replace("-", ""),  # the schema takes letters and digits
        complemento=_platform(paper),
        fecha_exp=_local(paper.at),
    )
    return _sealed(written, seal)


def _totals(ret: Any, paper: Retention) -> Any:
    isr = _ISR_FINAL if paper.isr_is_final else _ISR_PROVISIONAL
    lines = (
        (paper.isr_minor, isr, paper.net_minor, _ISR),
        (paper.iva_withheld_minor, _IVA_FINAL, paper.iva_minor, _IVA),
    )
    return ret.Totales(
        monto_tot_operacion=pesos(paper.net_minor),
        monto_tot_grav=pesos(paper.net_minor - paper.exempt_minor),
        monto_tot_exent=pesos(paper.exempt_minor),
        monto_tot_ret=pesos(paper.isr_minor + paper.iva_withheld_minor),
        imp_retenidos=[ret.ImpRetenidos(pesos(kept), how, pesos(base), tax) for kept, how, base, tax in lines],
    )


def _platform(paper: Retention) -> Any:
    plat = import_module("satcfdi.create.retencion.plataformasTecnologicas10")
    return plat.ServiciosPlataformasTecnologicas(
        periodicidad=_MONTHLY,
        num_serv=len(paper.services),
        mon_tot_serv_siva=pesos(paper.net_minor),
        total_iva_trasladado=pesos(paper.iva_minor),
        total_iva_retenido=pesos(paper.iva_withheld_minor),
        total_isr_retenido=pesos(paper.isr_minor),
        dif_iva_entregado_prest_serv=pesos(paper.iva_minor - paper.iva_withheld_minor),
        mon_totalpor_uso_plataforma=pesos(paper.fee_minor),
        servicios=[_service(plat, one) for one in paper.services],
    )


def _service(plat: Any, one: Service) -> Any:
    return plat.DetallesDelServicio(
        forma_pago_serv=_PAID_BY_CARD,
        tipo_de_serv=_GOODS,
        fecha_serv=one.on,
        precio_serv_sin_iva=pesos(one.net_minor),
        impuestos_trasladadosdel_servicio=plat.ImpuestosTrasladadosdelServicio(
            pesos(one.net_minor), _IVA_OF_PLATFORMS, _rate(one.iva_rate_bp), pesos(one.iva_minor)
        )
        if one.net_minor
        else None,
        comision_del_servicio=plat.ComisionDelServicio(pesos(one.fee_minor)),
    )


def _sealed(written: Any, seal: Seal) -> bytes:
    """Seal by hand: the library's own way is broken for retentions (26.10.1 writes tuples)."""
    from lxml import etree

    written["NoCertificado"], written["Certificado"] = seal.number, seal.certificate_text
    written["Sello"] = seal.sign(written.cadena_original())
    root = written.to_xml()
    if faults := faults_in(root, written):
        raise WrongPaper(faults)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data
