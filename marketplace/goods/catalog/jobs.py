"""After an upgrade that reads texts otherwise: the words of every listing are written anew, some at a time."""

from __future__ import annotations

from sqlalchemy import ColumnElement, cast, exists, select
from sqlalchemy.dialects.postgresql import TSQUERY

from marketplace.goods.catalog.events import WordsOutdated
from marketplace.goods.catalog.models import Listing, ListingWords
from marketplace.goods.catalog.shelf import words_of
from marketplace.kernel.analysis import EDITION
from marketplace.kernel.text import fold
from marketplace.kernel.work import Work

_AT_ONCE = 300  # listings whose sales wait meanwhile, some tenths of a second


def look_for_outdated(work: Work) -> None:
    """Ask for words to be written anew where some are outdated. By the clock."""
    if work.session.scalar(select(ListingWords.id).where(_outdated()).limit(1)):
        work.tell(WordsOutdated())


def rewrite_words(work: Work, _fact: WordsOutdated) -> None:
    """Write the words of some listings anew, and ask for the next ones."""
    theirs = (ListingWords.tenant_id == Listing.tenant_id, ListingWords.id == Listing.id)
    # A listing that somebody is writing gets its words from them.
    listings = work.session.lock(
        select(Listing).where(exists().where(*theirs, _outdated())).limit(_AT_ONCE), skip_taken=True
    )
    for one in listings:
        words = work.session.get_one(ListingWords, (one.tenant_id, one.id))
        rest = one.search_text.removeprefix(fold(one.title))
        words.terms = words_of(one.title, rest, one.category, one.attributes, one.description, one.variants)
    if len(listings) == _AT_ONCE:
        work.tell(WordsOutdated())


def _outdated() -> ColumnElement[bool]:
    return ~ListingWords.terms.bool_op("@@")(cast(f"'{EDITION}'", TSQUERY))
