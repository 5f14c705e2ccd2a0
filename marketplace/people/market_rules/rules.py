"""Decisions about the rules of the market on plain values: states of a draft, its faults, what versions change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from marketplace.kernel.calendar import mexican_day, morning_of

# Between the announcement of a version and its first day (Regulation (EU) 2019/1150, P2B, art. 3(2)). The database holds it.
NOTICE = timedelta(days=15)
SHORTEST_REASON = 10
MOST_RULES = 60
_CODE = re.compile(r"[a-z][a-z_]{1,39}")
_TOKENS = re.compile(r"\s+|[^\s]+")


class RuleSection(StrEnum):
    """What a rule is about."""

    LISTING = "listing"  # goods, their pages, and what is written to buyers
    SELLER = "seller"  # how one sells here
    CLOSING = "closing"  # why a shop may be closed


class RulesDraftState(StrEnum):
    """Where a draft of the rules stands."""

    OPEN = "open"
    ANNOUNCED = "announced"
    DROPPED = "dropped"


NEXT: Mapping[RulesDraftState, frozenset[RulesDraftState]] = {
    RulesDraftState.OPEN: frozenset({RulesDraftState.ANNOUNCED, RulesDraftState.DROPPED}),
    RulesDraftState.ANNOUNCED: frozenset(),
    RulesDraftState.DROPPED: frozenset(),
}


@dataclass(frozen=True)
class RuleText:
    """A rule as a version says it, in both languages. `source` is the law behind it, or Tianguis."""

    code: str
    section: str
    title: str
    title_en: str
    body: str
    body_en: str
    source: str

    def plain(self) -> dict[str, str]:
        """Give it as a draft keeps it, and as programs read it."""
        return asdict(self)

    def cited(self) -> dict[str, str]:
        """Give what letters say of it: what it is called, and where it comes from."""
        return {"rule": self.title, "rule_en": self.title_en, "source": self.source}


class RuleLack(StrEnum):
    """Why a rule of a draft cannot be announced."""

    CODE = "code"  # it is no code
    TWICE = "twice"  # another rule has its code
    WORDS = "words"  # it does not say something in one of the languages, what it is about, or where it comes from


@dataclass(frozen=True)
class RuleFault:
    """What a rule of a draft lacks; `number` is its place, from 1."""

    number: int
    lack: RuleLack


def faults_of(rules: Sequence[RuleText]) -> list[RuleFault]:
    """List why a draft is no version yet."""
    times = Counter(rule.code for rule in rules)
    return [RuleFault(number, lack) for number, rule in enumerate(rules, 1) for lack in _lacks(rule, times)]


def _lacks(rule: RuleText, times: Mapping[str, int]) -> Iterator[RuleLack]:
    if not _CODE.fullmatch(rule.code):
        yield RuleLack.CODE
    elif times[rule.code] > 1:
        yield RuleLack.TWICE
    if not all((rule.section, rule.title, rule.title_en, rule.body, rule.body_en, rule.source)):
        yield RuleLack.WORDS


def earliest_morning(now: datetime) -> datetime:
    """Give the first morning of Mexico City on which a version that is announced now may begin."""
    day = mexican_day(now) + NOTICE
    return morning_of(day) if morning_of(day) - now >= NOTICE else morning_of(day + timedelta(days=1))


class RunKind(StrEnum):
    """How a piece of text stands between two versions."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class WordRun:
    """Some words, and whether they stayed, went or came."""

    said: RunKind
    text: str


@lru_cache(maxsize=1024)  # versions never change, and a page compares many rules
def compare_words(before: str, after: str) -> tuple[WordRun, ...]:
    """Compare two texts word by word; the pieces that are not new make the first, those that are not gone the second."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    pieces: list[WordRun] = []
    gone = came = ""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, now = "".join(old[a:b]), "".join(new[c:d])
        if kind == "equal" and (was.strip() or not (gone or came)):
            pieces += [*_changed(gone, came), WordRun(RunKind.SAME, was)]
            gone = came = ""
        else:  # what only a space parts is read as one change
            gone, came = gone + was, came + now
    return (*pieces, *_changed(gone, came))


def _changed(gone: str, came: str) -> list[WordRun]:
    return [WordRun(said, text) for said, text in ((RunKind.GONE, gone), (RunKind.NEW, came)) if text]


@dataclass(frozen=True)
class RuleChange:
    """What one version says of a rule and the next says otherwise; None where it has no such rule."""

    before: RuleText | None
    after: RuleText | None

    @property
    def rule(self) -> RuleText:
        """The rule as it is now, or was last."""
        found = self.after or self.before
        assert found is not None  # one of both has it
        return found


def changes(before: Iterable[RuleText], after: Iterable[RuleText]) -> list[RuleChange]:
    """List the rules that two versions say otherwise: in the order of the later one, those that it retires last."""
    was, becomes = {rule.code: rule for rule in before}, {rule.code: rule for rule in after}
    codes = dict.fromkeys([*becomes, *was])
    return [RuleChange(was.get(code), becomes.get(code)) for code in codes if was.get(code) != becomes.get(code)]
