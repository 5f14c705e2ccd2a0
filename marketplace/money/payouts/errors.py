"""What payouts may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, OutsideFailure


class NoSuchPayout(NotFound):
    """There is no such deposit."""

    code = "payouts.no_such_payout"


class NoSuchBankFile(NotFound):
    """There is no file of this number."""

    code = "payouts.no_such_file"


class NothingToPay(Conflict):
    """Nothing waits that this person may send."""

    code = "payouts.nothing_to_pay"


class OwnFile(NotAllowed):
    """Who prepared a file does not say what became of it."""

    code = "payouts.own_file"


class UnreadableConfirmation(Invalid):
    """What is to be the bank's answer is none."""

    code = "payouts.unreadable_confirmation"
    field = "bank_answer"


class SameAccount(Invalid):
    """It is the account already."""

    code = "payouts.same_account"
    field = "clabe"


class BouncedAccount(Invalid):
    """The bank sent back what was sent there."""

    code = "payouts.bounced_account"
    field = "clabe"


class TooManyAccounts(Conflict):
    """So many accounts in so short a time are no change of mind."""

    code = "payouts.too_many_accounts"
    field = "clabe"


class NoOpenAccount(Conflict):
    """No account waits to be proven, or to come into use."""

    code = "payouts.no_open_account"


class CheckNotSent(Conflict):
    """The centavos have not arrived yet."""

    code = "payouts.check_not_sent"
    field = "centavos"


class WrongCentavos(Invalid):
    """It is another amount; some tries are left."""

    code = "payouts.wrong_centavos"
    field = "centavos"


class PlanChanged(Conflict):
    """Somebody else changed when the shop is paid."""

    code = "payouts.plan_changed"


class PlanHeld(Conflict):
    """A decision holds money of the shop, or will: until it is over the shop is paid on the days that it was paid on."""

    code = "payouts.plan_held"


class RoadSilent(OutsideFailure):
    """The bank did not answer: whether it was asked is not known."""

    code = "payouts.road_silent"


class NoSuchRoad(OutsideFailure):
    """No road of this name is in use."""

    code = "payouts.no_such_road"
