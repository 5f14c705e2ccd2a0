"""What parcels may refuse."""

from marketplace.kernel.errors import Invalid


class TrackingNeeded(Invalid):
    """A parcel is sent with its carrier and number, so that the buyer can follow it."""

    code = "parcels.tracking_needed"
    field = "tracking"


class BadTracking(Invalid):
    """A number that its carrier would not write."""

    code = "parcels.bad_tracking"
    field = "tracking"
