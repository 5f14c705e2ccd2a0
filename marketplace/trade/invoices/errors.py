"""What invoices may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NoSuchInvoice(NotFound):
    code = "invoices.no_such_invoice"


class NothingToInvoice(Conflict):
    """The order is not paid yet, or all of it went back."""

    code = "invoices.nothing_to_invoice"


class TooLateToInvoice(Conflict):
    """The fiscal year of the purchase is over."""

    code = "invoices.too_late"


class InvoiceSent(Conflict):
    """The shop sent it already: its data stand."""

    code = "invoices.sent"


class InvoiceWrongState(Conflict):
    code = "invoices.wrong_state"


class InvoiceReasonNeeded(Invalid):
    """A shop that cannot send it says which of the data is wrong."""

    code = "invoices.reason_needed"
    field = "reason"


class CreditIsOwed(Conflict):
    """A credit note is the shop's own duty: nothing in what the buyer wrote can hinder it."""

    code = "invoices.credit_is_owed"


class DraftNotTaken(Conflict):
    """What was bought, of whom or by whom, does not go into the tax office's format as it is written."""

    code = "invoices.draft_not_taken"


class PaperRefused(Invalid):
    """An uploaded XML that is not the invoice that was asked for."""

    code = "invoices.other_paper"
    field = "xml"


class NoXml(PaperRefused):
    code = "invoices.no_xml"


class XmlTooHeavy(PaperRefused):
    code = "invoices.xml_too_heavy"


class NoPdf(Invalid):
    code = "invoices.no_pdf"
    field = "pdf"


class PdfTooHeavy(Invalid):
    code = "invoices.pdf_too_heavy"
    field = "pdf"


class OtherReceiver(PaperRefused):
    code = "invoices.other_receiver"


class OtherIssuer(PaperRefused):
    code = "invoices.other_issuer"


class ShopWithoutRfc(Conflict):
    """A shop without an RFC issues no invoices here."""

    code = "invoices.shop_without_rfc"


class OtherTotal(PaperRefused):
    code = "invoices.other_total"


class OtherCurrency(PaperRefused):
    code = "invoices.other_currency"


class OtherKind(PaperRefused):
    """An income was asked for, or an egreso."""

    code = "invoices.other_kind"


class NotStamped(PaperRefused):
    """No TimbreFiscalDigital: the tax office does not know it."""

    code = "invoices.not_stamped"


class SealBroken(PaperRefused):
    """The words of the XML are not those that were sealed."""

    code = "invoices.seal_broken"


class OnlyATest(PaperRefused):
    """It is sealed or stamped for trying, which is worth nothing."""

    code = "invoices.only_a_test"


class UsedUuid(PaperRefused):
    """That fiscal folio, or that seal, answers another request of this shop."""

    code = "invoices.used_uuid"


class NotRelated(PaperRefused):
    """A credit note does not name the invoice that it corrects."""

    code = "invoices.not_related"
