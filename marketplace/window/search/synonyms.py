"""Words that mean the same, as staff keep them. Search reads them within seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.analysis import term_of
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.window.search.errors import NoSuchGroup, NotOneWord, TooFewWords, TooManyWords, WordInGroup
from marketplace.window.search.models import Synonym
from tenants.ownership import new_id

MOST_WORDS = 12
LONGEST_WORD = 40


@dataclass(frozen=True)
class SynonymGroup:
    """Words that mean the same, since when and by whom."""

    id: UUID
    words: list[str]
    added_at: datetime
    added_by: str


def groups(work: Work) -> list[SynonymGroup]:
    """List every group, by its first word."""
    found: dict[UUID, SynonymGroup] = {}
    for row in work.session.scalars(select(Synonym).order_by(Synonym.word)):
        group = found.setdefault(row.group_id, SynonymGroup(row.group_id, [], row.added_at, row.added_by))
        group.words.append(row.word)
    return list(found.values())


@verb(needs=StaffMay.MODERATE)
def add_group(work: Work, words: Sequence[str]) -> UUID:
    """Let words mean the same from now on; gives the group.

    Raises TooFewWords, TooManyWords, NotOneWord (very common, or several words in one) and WordInGroup.
    """
    spoken: dict[str, str] = {}
    for word in (one.strip().lower() for one in words if one.strip()):
        term = term_of(word)
        if term is None or len(word) > LONGEST_WORD:
            raise NotOneWord(word=word[:LONGEST_WORD])
        spoken.setdefault(term, word)
    if len(spoken) < 2:
        raise TooFewWords
    if len(spoken) > MOST_WORDS:
        raise TooManyWords(most=MOST_WORDS)
    for group in groups(work):
        for word in group.words:
            if term_of(word) in spoken:
                raise WordInGroup(word=word, others=", ".join(one for one in group.words if one != word))
    group_id = new_id()
    for word in spoken.values():
        work.session.add(Synonym(word=word, group_id=group_id, added_at=work.now, added_by=work.actor.name))
    work.audit("search.add_synonyms", f"synonyms:{group_id}", words=list(spoken.values()))
    return group_id


@verb(needs=StaffMay.MODERATE)
def remove_group(work: Work, group_id: UUID) -> None:
    """Let the words of a group be different again; raises NoSuchGroup."""
    rows = work.session.scalars(select(Synonym).where(Synonym.group_id == group_id)).all()
    if not rows:
        raise NoSuchGroup
    for row in rows:
        work.session.delete(row)
    work.audit("search.remove_synonyms", f"synonyms:{group_id}", words=[row.word for row in rows])
