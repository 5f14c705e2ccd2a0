"""What messaging may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class TooManyMessages(Conflict):
    """One side wrote more about one order than anybody reads."""

    code = "messaging.too_many_messages"
    field = "body"


class NotAnsweredYet(Conflict):
    """A shop says that nothing needs an answer where it never gave one."""

    code = "messaging.not_answered_yet"


class MessageSince(Conflict):
    """Something was written after what the page showed."""

    code = "messaging.message_since"


class EmptyMessage(Invalid):
    code = "messaging.empty_message"
    field = "body"


class NoSuchQuestion(NotFound):
    code = "messaging.no_such_question"
