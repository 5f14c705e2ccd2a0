"""What customer groups may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotAllowed, NotFound


class NoSuchCustomerGroup(NotFound):
    code = "groups.no_such_group"


class GroupNameTaken(Invalid):
    """The shop has a group of this name."""

    code = "groups.name_taken"
    field = "name"


class TooManyGroups(Conflict):
    code = "groups.too_many_groups"
    field = "name"


class NobodyInvited(Invalid):
    """No address was written, or all of them are invited or members already."""

    code = "groups.nobody_invited"
    field = "addresses"


class BadAddresses(Invalid):
    """Some of what was written is no address; `problems` has each."""

    code = "groups.bad_addresses"
    field = "addresses"


class GroupNameLeadsElsewhere(Invalid):
    """What a group is called stands in letters that nobody reviews: no address, account or telephone."""

    code = "groups.name_leads_elsewhere"
    field = "name"


class ShopMayNotInvite(Conflict):
    """A shop that is not open yet writes to nobody."""

    code = "groups.shop_may_not_invite"


class TooManyLetters(Conflict):
    """A shop sends so many invitations a day (`most`), whatever it takes back."""

    code = "groups.too_many_letters"
    field = "addresses"


class GroupPricesChanged(Conflict):
    """Somebody else set prices of the group that a page shows otherwise."""

    code = "groups.prices_changed"


class TooManyPeople(Conflict):
    """Members and invitations together would be more than a group holds."""

    code = "groups.too_many_people"
    field = "addresses"


class InOtherGroup(Conflict):
    """Another group of the shop has accepted them: one person is in at most one."""

    code = "groups.in_other_group"
    field = "addresses"


class NoSuchGroupInvitation(NotFound):
    """The link opens no invitation: it was accepted, taken back, or never was."""

    code = "groups.no_such_invitation"


class GroupInvitationOver(Conflict):
    """Nobody accepted it within its thirty days."""

    code = "groups.invitation_over"


class GroupInvitationForAnother(NotAllowed):
    """Who is signed in has another address than the one that was invited, or has not confirmed it."""

    code = "groups.invitation_for_another"


class AlreadyInGroup(Conflict):
    """Who accepts is in a group of this shop already."""

    code = "groups.already_in_group"


class NoSuchGroupMember(NotFound):
    code = "groups.no_such_member"


class BadPriceLines(Invalid):
    """Some lines cannot be taken, and nothing was changed; `problems` has each."""

    code = "groups.bad_lines"
    field = "lines"


class FarFromPublic(Invalid):
    """Some prices are more than forty percent below or above what everybody pays; asked about once."""

    code = "groups.far_from_public"
    field = "sure"


class BadGroupPrice(Invalid):
    """A price below one centavo or above the dearest there may be."""

    code = "groups.bad_price"
    field = "price"
