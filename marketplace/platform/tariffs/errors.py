"""What may be refused about tariffs to come."""

from marketplace.kernel.errors import Conflict


class NothingAnnounced(Conflict):
    """No version is announced by that number: it began, was taken back, or never was."""

    code = "tariffs.nothing_announced"
