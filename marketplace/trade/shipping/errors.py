"""What shipping may refuse."""

from marketplace.kernel.errors import Invalid


class NotCovered(Invalid):
    """A shop does not send to this place."""

    code = "shipping.not_covered"


class TrackingNeeded(Invalid):
    """A parcel is sent with its carrier and number, so that the buyer can follow it."""

    code = "shipping.tracking_needed"
    field = "tracking"


class BadTracking(Invalid):
    """A number that its carrier would not write."""

    code = "shipping.bad_tracking"
    field = "tracking"
