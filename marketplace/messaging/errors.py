"""What messaging may refuse."""

from marketplace.kernel.errors import Invalid


class EmptyMessage(Invalid):
    code = "messaging.empty_message"
    field = "body"
