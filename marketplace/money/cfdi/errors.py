"""Refusals of tax papers."""

from __future__ import annotations

from marketplace.kernel.errors import Conflict, Invalid, NotFound, OutsideFailure


class ExtraMissing(Conflict):
    """This installation has not what writes and reads tax papers (requirements/cfdi.txt)."""

    code = "cfdi.extra_missing"


class NoSuchRegime(Invalid):
    """No régimen of the SAT's catalogue that is still in force."""

    code = "cfdi.no_such_regime"
    field = "regime"


class RegimeDoesNotFit(Invalid):
    """A régimen of companies with a person's RFC, or the other way round."""

    code = "cfdi.regime_does_not_fit"
    field = "regime"


class NoSuchUse(Invalid):
    """No use of the SAT's catalogue."""

    code = "cfdi.no_such_use"
    field = "use"


class UseDoesNotFit(Invalid):
    """A use that the SAT does not take with this régimen."""

    code = "cfdi.use_does_not_fit"
    field = "use"


class NotACfdi(Invalid):
    """A file that is no CFDI 4.0: not XML, too large, or not what the SAT's schema asks for."""

    code = "cfdi.not_a_cfdi"
    field = "xml"


class NoStamp(Invalid):
    """A CFDI that is drafted and nothing more: nobody sealed it, and it carries no TimbreFiscalDigital."""

    code = "cfdi.no_stamp"
    field = "xml"


class WrongSettings(OutsideFailure):
    """The certificate, its key or its password cannot be read, or the issuer is not named."""

    code = "cfdi.wrong_settings"


class PacSilent(OutsideFailure):
    """No answer came: whether it was stamped is not known."""

    code = "cfdi.pac_silent"


class PacRefused(OutsideFailure):
    """The PAC does not stamp it; `why` is in its own words."""

    code = "cfdi.pac_refused"


class NoSuchPaper(NotFound):
    code = "cfdi.no_such_paper"


class NothingToDraw(Conflict):
    """A paper that is on its way, was cancelled, or for which another one stands already."""

    code = "cfdi.nothing_to_draw"
