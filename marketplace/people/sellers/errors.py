"""What sellers may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


class NoSuchShop(NotFound):
    code = "sellers.no_such_shop"


class UnreadableColour(Invalid):
    code = "sellers.unreadable_colour"
    field = "colour"


class ShopLeadsElsewhere(Invalid):
    """What nobody reviews names a way around the market: an account, a telephone, an address."""

    code = "sellers.leads_elsewhere"


class ShopTermsTooShort(Invalid):
    """A warranty or a time to return under what the law asks for. `details["least"]` is how many months or days."""

    code = "sellers.terms_too_short"


class BadLink(Invalid):
    """No https address of a page of a network that we know. Detail: `link`."""

    code = "sellers.bad_link"
    field = "links"


class TooManyLinks(Invalid):
    code = "sellers.too_many_links"
    field = "links"


class ShopChanged(Conflict):
    """Somebody changed the shop's page after the form was opened."""

    code = "sellers.shop_changed"


class WrapTooDear(Invalid):
    """Wrapping a gift costs from nothing to `details["most"]` pesos: it is no second price of the goods."""

    code = "sellers.wrap_too_dear"
    field = "wrap"


class NoSuchMember(NotFound):
    code = "sellers.no_such_member"


class NotYoursToGive(NotAllowed):
    """Nobody gives, or takes from, what they do not hold themselves."""

    code = "sellers.not_yours_to_give"
    field = "role"


class LastOwner(Conflict):
    """A shop has an owner at every moment."""

    code = "sellers.last_owner"


class SeatChanged(Conflict):
    """Somebody changed this member's role after the page was opened."""

    code = "sellers.seat_changed"


class NothingOffered(Conflict):
    """The ownership is not offered to this person, or no longer."""

    code = "sellers.nothing_offered"


class AlreadyOwner(Conflict):
    code = "sellers.already_owner"


class AlreadyInTeam(Conflict):
    code = "sellers.already_in_team"
    field = "email"


class AlreadyInvited(Conflict):
    code = "sellers.already_invited"
    field = "email"


class NoSuchInvitation(NotFound):
    code = "sellers.no_such_invitation"


class InvitationOver(Conflict):
    """It expired, was taken back, was accepted before, or a newer letter replaced it."""

    code = "sellers.invitation_over"


class InvitationForAnother(NotAllowed):
    """The invitation names another address than the one of who is signed in."""

    code = "sellers.invitation_for_another"


class NoSuchApplication(NotFound):
    code = "sellers.no_such_application"


class NotEditable(Conflict):
    """The application is with staff, or decided."""

    code = "sellers.not_editable"


class Incomplete(Invalid):
    """The application lacks something. `details["missing"]` names the fields."""

    code = "sellers.incomplete"


class RulesChangedMeanwhile(Conflict):
    """Another version of the market's rules is in force than the one that the applicant was shown."""

    code = "sellers.rules_changed_meanwhile"


class UnknownPlace(Invalid):
    code = "sellers.unknown_place"
    field = "postal_code"


class UnreadableName(Invalid):
    """Letters of other scripts, or signs that cannot be seen."""

    code = "sellers.unreadable_name"
    field = "shop_name"


class NameLooksTaken(Conflict):
    """Another shop's name looks the same."""

    code = "sellers.name_looks_taken"
    field = "shop_name"


class NameOfMarket(Conflict):
    """The name can be taken for the market's own: its support, its official shop."""

    code = "sellers.name_of_market"
    field = "shop_name"


class NameInApplication(Conflict):
    """The name of a shop that has not opened stands in its application, which staff look at."""

    code = "sellers.name_in_application"
    field = "shop_name"


class BadSlug(Invalid):
    code = "sellers.bad_slug"
    field = "slug"


class ReservedSlug(Invalid):
    code = "sellers.reserved_slug"
    field = "slug"


class ApplicationSlugTaken(Conflict):
    code = "sellers.slug_taken"
    field = "slug"


class TakeItFirst(Conflict):
    """An application is decided by whoever took it."""

    code = "sellers.take_it_first"


class ApplicationReasonNeeded(Invalid):
    """Sending back or declining needs a reason of the catalogue and words of one's own."""

    code = "sellers.reason_needed"
    field = "note"
