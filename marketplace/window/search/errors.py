"""What keeping synonyms and paid places may refuse."""

from marketplace.kernel.errors import Conflict, Invalid, NotFound


class NoSuchGroup(NotFound):
    code = "search.no_such_group"


class TooFewWords(Invalid):
    """Words that differ only in their endings are one word to search."""

    code = "search.too_few_words"
    field = "words"


class TooManyWords(Invalid):
    code = "search.too_many_words"
    field = "words"


class NotOneWord(Invalid):
    """Search compares single words, and not the very common ones."""

    code = "search.not_one_word"
    field = "words"


class WordInGroup(Conflict):
    code = "search.word_in_group"
    field = "words"


class NoSuchSponsorship(NotFound):
    code = "search.no_such_sponsorship"


class NoSuchGoods(Invalid):
    """No listing on the shelf has that number."""

    code = "search.no_such_goods"
    field = "number"


class DaysTurned(Invalid):
    code = "search.days_turned"
    field = "ends_on"


class TooLong(Invalid):
    code = "search.too_long"
    field = "ends_on"


class AlreadySponsored(Conflict):
    code = "search.already_sponsored"
    field = "number"
