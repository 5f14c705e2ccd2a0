"""What channels may refuse."""

from marketplace.kernel.errors import NotFound


class NoSuchKey(NotFound):
    code = "channels.no_such_key"
