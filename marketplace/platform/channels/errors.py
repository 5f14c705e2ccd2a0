"""What channels may refuse."""

from marketplace.kernel.errors import Invalid, NotFound


class NoSuchKey(NotFound):
    code = "channels.no_such_key"


class KeyOpensNothing(Invalid):
    """A key is made for something: what it may do is chosen by whoever makes it."""

    code = "channels.key_opens_nothing"
    field = "may"
