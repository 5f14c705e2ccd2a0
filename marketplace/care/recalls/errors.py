"""What recalls may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


class NoSuchRecall(NotFound):
    code = "recalls.no_such_recall"


class NoSuchArticle(NotFound):
    """Nothing was ever for sale under a number."""

    code = "recalls.no_such_article"
    field = "what"


class RecallOpen(Conflict):
    """A product has one open recall at a time."""

    code = "recalls.open"


class RecalledLately(Conflict):
    """A shop closed a recall of this product less than `days` ago: by recalls it writes to its buyers no oftener."""

    code = "recalls.lately"


class RecallLeadsElsewhere(Invalid):
    """What a shop says of a recall names a page, an account or a telephone outside the box that is for it."""

    code = "recalls.leads_elsewhere"


class BadContact(Invalid):
    """Whom a shop lets people ask is a telephone or an e-mail, and nothing else."""

    code = "recalls.bad_contact"
    field = "contact"


class RecallNotAsShown(Conflict):
    """A recall would write to others than its page showed. Details: `seen` and `now`, how many orders."""

    code = "recalls.not_as_shown"


class NoOffer(Invalid):
    code = "recalls.nothing_offered"
    field = "offers"


class BadRecallDays(Invalid):
    """Days bought that are out of order, or not over yet."""

    code = "recalls.bad_days"
    field = "bought_until"


class RecallWordsNeeded(Invalid):
    """A recall says what is wrong, what to do, and whom to ask; closing it says why. Detail: none."""

    code = "recalls.words_needed"


class RecallClosed(Conflict):
    code = "recalls.closed"


class NothingToLookAt(Conflict):
    """Staff looked at it already, began it themselves, or it is over."""

    code = "recalls.nothing_to_look_at"


class StaffsRecall(NotAllowed):
    """What staff began, staff close."""

    code = "recalls.staffs"


class NotAnAnswer(Invalid):
    """This recall does not offer that."""

    code = "recalls.not_an_answer"
    field = "answer"


class ReturnUnderWay(Conflict):
    """The pieces of this answer are being sent back already."""

    code = "recalls.return_under_way"
