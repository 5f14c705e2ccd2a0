"""What the addresses of shops may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound, OutsideFailure


class SlugShape(Invalid):
    code = "addresses.slug_shape"
    field = "slug"


class SlugLength(Invalid):
    code = "addresses.slug_length"
    field = "slug"


class SlugReserved(Invalid):
    code = "addresses.slug_reserved"
    field = "slug"


class AddressSlugTaken(Invalid):
    """Another shop has it, or had it within the year."""

    code = "addresses.slug_taken"
    field = "slug"


class SlugUnchanged(Invalid):
    code = "addresses.slug_unchanged"
    field = "slug"


class ChangedTooOften(Conflict):
    code = "addresses.changed_too_often"
    field = "slug"


class BadDomain(Invalid):
    code = "addresses.bad_domain"
    field = "domain"


class OurDomain(Invalid):
    """It belongs to the market itself, or to nobody who could prove it."""

    code = "addresses.our_domain"
    field = "domain"


class DomainKnown(Invalid):
    code = "addresses.domain_known"
    field = "domain"


class TooManyDomains(Invalid):
    code = "addresses.too_many_domains"
    field = "domain"


class NoSuchDomain(NotFound):
    code = "addresses.no_such_domain"


class JustChecked(Conflict):
    code = "addresses.just_checked"


class DnsSilent(OutsideFailure):
    """The DNS gave no answer, which says nothing about the record."""

    code = "addresses.dns_silent"


class BadOldAddresses(Invalid):
    """Lines of old addresses with something wrong. Detail `problems`: a rules.OldLineProblem for each."""

    code = "addresses.bad_old_addresses"
    field = "old_lines"


class TooManyOldAddresses(Invalid):
    code = "addresses.too_many_old_addresses"
    field = "old_lines"


class NoSuchOldAddress(NotFound):
    code = "addresses.no_such_old_address"
