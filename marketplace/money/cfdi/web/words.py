"""The sentences of refusals of tax papers, and how the SAT's keys are called."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

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
    "cfdi.not_a_cfdi": _l("Ese archivo no es una factura CFDI 4.0. Sube el XML tal como lo dio el SAT, de hasta 2 MB."),
    "cfdi.wrong_settings": _l("No se pudo leer el certificado de sello del mercado. Revisa la instalación."),
    "cfdi.pac_silent": _l("Quien timbra no contestó. No sabemos si timbró; lo vamos a buscar."),
    "cfdi.pac_refused": _l("Quien timbra no aceptó el comprobante: %(why)s"),
    "cfdi.no_such_paper": _l("No encontramos ese comprobante."),
}


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
