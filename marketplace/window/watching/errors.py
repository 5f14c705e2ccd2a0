"""What watching may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NoSuchWatch(NotFound):
    code = "watching.no_such_watch"


class NotBelowPrice(Invalid):
    """It costs less than that already."""

    code = "watching.not_below_price"
    field = "price"


class NoSearch(Invalid):
    code = "watching.no_search"


class TooManyWatched(Conflict):
    code = "watching.too_many_watched"
    field = "price"
