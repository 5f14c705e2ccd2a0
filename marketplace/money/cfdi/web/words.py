"""The sentences of refusals of tax papers, and how the SAT's keys are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.kernel.module import Activity, ActivityKind, Lead

WORDS = {
    "cfdi.extra_missing": _l(
        "Este mercado no tiene instalado lo que hace y lee facturas (CFDI). Avisa a quien lo opera."
    ),
    "cfdi.no_such_regime": _l("Ese régimen no está en el catálogo del SAT."),
    "cfdi.regime_does_not_fit": _l(
        "Ese régimen no es de este RFC: los de 13 caracteres son de personas y los de 12 de empresas. Revisa tu constancia."
    ),
    "cfdi.no_such_use": _l("Ese uso de la factura no está en el catálogo del SAT."),
    "cfdi.use_does_not_fit": _l("El SAT no acepta ese uso con este régimen. Escoge otro."),
    "cfdi.no_stamp": _l(
        "Ese XML es un borrador: nadie lo ha sellado ni timbrado (no trae TimbreFiscalDigital). Tímbralo donde facturas y "
        "sube el que te den."
    ),
    "cfdi.not_a_cfdi": _l("Ese archivo no es una factura CFDI 4.0. Sube el XML tal como lo dio el SAT, de hasta 2 MB."),
    "cfdi.wrong_settings": _l("No se pudo leer el certificado de sello del mercado. Revisa la instalación."),
    "cfdi.pac_silent": _l("Quien timbra no contestó. No sabemos si timbró; lo vamos a buscar."),
    "cfdi.pac_refused": _l("Quien timbra no aceptó el comprobante: %(why)s"),
    "cfdi.no_such_paper": _l("No encontramos ese comprobante."),
    "cfdi.nothing_to_draw": _l("Ese comprobante va en camino, se canceló, o ya hay otro en su lugar."),
}


def paper_kind_label(kind: str) -> str:
    """Name a kind of paper."""
    return {
        "commission": _("Factura de lo que cobró Tianguis"),
        "commission_back": _("Nota de crédito de lo que Tianguis te regresó"),
        "retention": _("Constancia de retenciones"),
    }[kind]


def paper_state_label(state: str) -> str:
    """Name how far a paper is."""
    return {
        "drafted": _("Borrador"),
        "signed": _("Sellada, sin timbrar"),
        "stamping": _("Timbrándose"),
        "stamped": _("Timbrada"),
        "refused": _("No se timbró; la estamos revisando"),
        "cancelled": _("Cancelada: hay otra en su lugar"),
    }[state]


def paper_lack_label(lack: str) -> str:
    """Say why a paper stays a draft, to its shop."""
    return {
        "extra": _("Este mercado no tiene instalado lo que hace las facturas (CFDI)."),
        "seal": _("Este mercado todavía no tiene su certificado de sello."),
        "rfc": _("Tu tienda no nos ha dado un RFC: sin él, el SAT no acepta la constancia."),
        "regime": _("Tu régimen no es de tu tipo de RFC. Corrígelo aquí abajo y la hacemos de nuevo."),
        "earlier": _("Espera a que se timbre la factura del mes que corrige."),
        "more_back": _("En el mes se regresó más de lo que se vendió: no hay qué certificar."),
    }[lack]


def staff_lack_label(lack: str) -> str:
    """Say why a paper stays a draft, and what to do, to staff."""
    return {
        "extra": _("Instala requirements/cfdi.txt."),
        "seal": _("Pon el certificado y la llave del mercado (TIANGUIS_CFDI_…)."),
        "rfc": _("La tienda no ha dado RFC: se hace en cuanto lo dé."),
        "regime": _("El régimen no es de ese tipo de RFC: lo corrige la tienda."),
        "earlier": _("Espera a que se timbre la factura del mes que corrige."),
        "more_back": _("Se regresó más de lo que se vendió: no hay qué certificar."),
    }[lack]


def say_stuck(count: int) -> str:
    """Say how many papers wait for staff."""
    return ngettext("factura o constancia detenida", "facturas y constancias detenidas", count)


def _told_register(said: Mapping[str, Any]) -> str:
    return _(
        "Dijo su régimen (%(regime)s) y su código postal fiscal (%(place)s)",
        regime=regime_label(said["regime"]),
        place=said["postal_code"],
    )


def _named(sentence: Any) -> Any:
    return lambda said: str(sentence) % {"paper": paper_kind_label(said["paper"]), "month": said["month"]}


ACTIVITY = (
    Activity(
        ActivityKind.MONEY,
        {
            "shop.tax_register": _told_register,
            "cfdi.stamp": _named(_l("Se timbró: %(paper)s, %(month)s")),
            "cfdi.draw_again": _named(_l("Se hace de nuevo: %(paper)s, %(month)s")),
        },
        {"paper": (Lead("cfdi_seller.index"),), "shop.tax_register": (Lead("cfdi_seller.index"),)},
    ),
)


def regime_label(regime: str) -> str:
    """Name a régimen (c_RegimenFiscal)."""
    said = {
        "601": _("General de Ley Personas Morales"),
        "603": _("Personas Morales con Fines no Lucrativos"),
        "605": _("Sueldos y Salarios e Ingresos Asimilados a Salarios"),
        "606": _("Arrendamiento"),
        "607": _("Enajenación o Adquisición de Bienes"),
        "608": _("Demás ingresos"),
        "610": _("Residentes en el Extranjero sin Establecimiento Permanente en México"),
        "611": _("Ingresos por Dividendos (socios y accionistas)"),
        "612": _("Personas Físicas con Actividades Empresariales y Profesionales"),
        "614": _("Ingresos por intereses"),
        "615": _("Ingresos por obtención de premios"),
        "616": _("Sin obligaciones fiscales"),
        "620": _("Sociedades Cooperativas de Producción que optan por diferir sus ingresos"),
        "621": _("Incorporación Fiscal"),
        "622": _("Actividades Agrícolas, Ganaderas, Silvícolas y Pesqueras"),
        "623": _("Opcional para Grupos de Sociedades"),
        "624": _("Coordinados"),
        "625": _("Actividades Empresariales con ingresos a través de Plataformas Tecnológicas"),
        "626": _("Régimen Simplificado de Confianza"),
    }
    return f"{regime} {said[regime]}" if regime in said else regime


def use_label(use: str) -> str:
    """Name what a receiver uses a paper for (c_UsoCFDI)."""
    said = {
        "G01": _("Adquisición de mercancías"),
        "G02": _("Devoluciones, descuentos o bonificaciones"),
        "G03": _("Gastos en general"),
        "I01": _("Construcciones"),
        "I02": _("Mobiliario y equipo de oficina por inversiones"),
        "I03": _("Equipo de transporte"),
        "I04": _("Equipo de cómputo y accesorios"),
        "I05": _("Dados, troqueles, moldes, matrices y herramental"),
        "I06": _("Comunicaciones telefónicas"),
        "I07": _("Comunicaciones satelitales"),
        "I08": _("Otra maquinaria y equipo"),
        "D01": _("Honorarios médicos, dentales y gastos hospitalarios"),
        "D02": _("Gastos médicos por incapacidad o discapacidad"),
        "D03": _("Gastos funerales"),
        "D04": _("Donativos"),
        "D05": _("Intereses reales pagados por créditos hipotecarios (casa habitación)"),
        "D06": _("Aportaciones voluntarias al SAR"),
        "D07": _("Primas por seguros de gastos médicos"),
        "D08": _("Gastos de transportación escolar obligatoria"),
        "D09": _("Depósitos en cuentas para el ahorro y planes de pensiones"),
        "D10": _("Pagos por servicios educativos (colegiaturas)"),
        "S01": _("Sin efectos fiscales"),
        "CP01": _("Pagos"),
        "CN01": _("Nómina"),
    }
    return f"{use} {said[use]}" if use in said else use
