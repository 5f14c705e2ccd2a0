"""The rules of the market for anybody: the version in force, any other one, and what changed from one to the next."""

from __future__ import annotations

from flask import Response, json

from marketplace.kernel.work import Work
from marketplace.people.market_rules import queries
from marketplace.people.market_rules.rules import RuleSection, changes
from marketplace.people.market_rules.web import words
from marketplace.people.market_rules.web.told import tell_rules
from marketplace.web.access import anyone
from marketplace.web.audiences import BUYER
from marketplace.web.pages import page

room = BUYER.room("market_rules")


@room.get("/reglas")
@anyone
def in_force(work: Work) -> str:
    """The rules that hold now, and every version there was."""
    return _version(work, queries.version_in_force(work))


@room.get("/reglas.json")
@anyone
def for_programs(work: Work) -> Response:
    """The same for programs: every version with its dates, rules and differences."""
    told = tell_rules(queries.versions(work), queries.rules_of_all(work))
    answer = Response(json.dumps(told, indent=1), mimetype="application/json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@room.get("/reglas/<int(max=999999):version>")
@anyone
def version(work: Work, version: int) -> str:
    """The rules as a version says them."""
    return _version(work, version)


def _version(work: Work, number: int) -> str:
    shown = queries.get_version(work, number)
    return page(
        "people/market_rules/buyer/rules.html",
        shown=shown,
        rules=queries.rules_of(work, number),
        sections=list(RuleSection),
        versions=queries.versions(work),
        holds=queries.version_in_force(work),
        now=work.now,
        words=words,
    )


@room.get("/reglas/<int(max=999999):version>/cambios")
@anyone
def difference(work: Work, version: int) -> str:
    """What a version says otherwise than the one before it, word by word."""
    shown = queries.get_version(work, version)
    before = queries.find_before(work, shown)
    return page(
        "people/market_rules/buyer/difference.html",
        shown=shown,
        before=before,
        changes=changes(queries.rules_of(work, before.version), queries.rules_of(work, version)) if before else [],
        holds=queries.version_in_force(work),
        now=work.now,
        words=words,
    )
