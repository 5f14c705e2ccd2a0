"""Verbs on applications: saying who one is, proving it, and staff's decision, which opens the shop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from sqlalchemy import delete, func, select

from marketplace.kernel import claims
from marketplace.kernel.calendar import closing_after
from marketplace.kernel.errors import OwnCase, Refusal
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.reading import read_clabe, read_curp, read_line, read_rfc, read_telephone
from marketplace.kernel.reading.tax_ids import LEGAL, NATURAL
from marketplace.kernel.states import transition
from marketplace.kernel.uploads import StoredPaper
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.people.accounts import Locality, find_domicile
from marketplace.people.market_rules import note_acceptance, version_in_force
from marketplace.people.sellers import applying, errors
from marketplace.people.sellers.applying import ApplicationState, Draft
from marketplace.people.sellers.events import ApplicationDecided, ApplicationSent, BankAccountGiven
from marketplace.people.sellers.models import Application, ApplicationDocument
from marketplace.people.sellers.preparing import open_prepared, release_name
from marketplace.people.sellers.service import check_name
from tenants.models import ShopName
from tenants.names import slug_problem

DOCUMENT_FOLDER = "applications"


def latest(work: Work, account_id: UUID) -> Application | None:
    """Find the newest application of a person, the one that is open before any other."""
    return work.session.scalar(
        select(Application)
        .where(Application.account_id == account_id)
        .order_by(Application.created_at.desc(), Application.id.desc())
        .limit(1)
    )


def documents_of(work: Work, application_id: UUID) -> Sequence[ApplicationDocument]:
    """List an application's documents."""
    return work.session.scalars(
        select(ApplicationDocument)
        .where(ApplicationDocument.application_id == application_id)
        .order_by(ApplicationDocument.kind)
    ).all()


def draft_of(application: Application) -> Draft:
    """Give what an applicant said."""
    return Draft(**{name: getattr(application, name) for name in Draft.__dataclass_fields__})


def _editable(work: Work, account_id: UUID, *, lock: bool = True) -> Application | None:
    """Load the open application of a person; None where there is none. Raises NotEditable while staff have it."""
    application = work.session.find(
        select(Application).where(
            Application.account_id == account_id, Application.state.in_([*applying.EDITABLE, *applying.UNDECIDED])
        ),
        lock=lock,
    )
    if application is not None and application.state not in applying.EDITABLE:
        raise errors.NotEditable
    return application


@verb(needs=PROOF)
def save_draft(work: Work, draft: Draft, *, account_id: UUID, applicant: str, email: str) -> UUID:
    """Keep what an applicant says so far; a first one begins the application. Empty is allowed, wrong is not.

    Raises NotAnRfc, SharedRfc, NotACurp (LIVA art. 18-J III asks for both), NotAClabe, NotATelephone, UnknownPlace,
    UnreadableName, NameLooksTaken, BadSlug, ReservedSlug, ApplicationSlugTaken; NotEditable while staff have it.
    """
    application = _editable(work, account_id)
    draft, place, wrong = _tidy(work, draft, application)
    if wrong:
        raise wrong[0]
    if application is None:
        application = Application(
            id=new_id(), account_id=account_id, state=ApplicationState.DRAFT, created_at=work.now, note="",
        )  # fmt: skip
        work.session.add(application)
    application.applicant, application.email = applicant, email
    before = application.clabe
    for name, value in vars(draft).items():
        setattr(application, name, value)
    application.city = (place.city or place.municipality) if place else ""
    application.region, application.state_code = (place.state, place.state_code) if place else ("", "")
    work.session.flush()
    if draft.clabe != (before or ""):
        work.audit("application.account", f"application:{application.id}", clabe=applying.masked(draft.clabe))
        if draft.clabe:
            work.tell(BankAccountGiven(account_id))
    return application.id


def wrong_with(work: Work, draft: Draft, *, account_id: UUID) -> list[Refusal]:
    """List all that `save_draft` would refuse of what is said so far. Raises NotEditable."""
    return _tidy(work, draft, _editable(work, account_id, lock=False))[2]


def _tidy(work: Work, draft: Draft, application: Application | None) -> tuple[Draft, Locality | None, list[Refusal]]:
    """Give what is said so far as it is stored, with where the postal code is, and all that is wrong with it."""
    legal = draft.person == applying.TaxPerson.LEGAL
    readers: dict[str, Callable[[str], str]] = {
        "legal_name": read_line,
        "street": read_line,
        "tagline": read_line,
        "shop_name": applying.tidy_name,
        "slug": lambda typed: typed.strip().lower(),
        "rfc": partial(read_rfc, characters=LEGAL if legal else NATURAL),
        "curp": (lambda _typed: "") if legal else read_curp,
        "clabe": read_clabe,
        "phone": read_telephone,
    }
    read, wrong = dict[str, str](), list[Refusal]()
    for name, reader in readers.items():
        typed = getattr(draft, name)
        try:
            read[name] = reader(typed) if typed else ""
        except Refusal as refusal:
            wrong.append(refusal)
    draft = replace(draft, **read)
    place = find_domicile(work, draft.postal_code) if draft.postal_code else None
    if draft.postal_code and place is None:
        wrong.append(errors.UnknownPlace())
    own = application.prepared_tenant_id if application else None
    return draft, place, [*wrong, *_wrong_names(work, draft, own)]


def _wrong_names(work: Work, draft: Draft, own: UUID | None) -> list[Refusal]:
    """List what is wrong with a name or address: it is another's than the shop that is prepared (`own`), ours, or only looks
    readable.
    """
    return [one for one in (_wrong_name(work, draft.shop_name), wrong_slug(work, draft.slug, own=own)) if one]


def _check_names(work: Work, draft: Draft, own: UUID | None) -> None:
    for refusal in _wrong_names(work, draft, own):
        raise refusal


def _wrong_name(work: Work, name: str) -> Refusal | None:
    if name:
        try:
            check_name(work, name)
        except Refusal as refusal:
            return refusal
    return None


def wrong_slug(work: Work, slug: str, *, own: UUID | None = None) -> Refusal | None:
    """Say what is wrong with an address: BadSlug, ReservedSlug, or ApplicationSlugTaken by another shop than `own`."""
    if not slug:
        return None
    problem = slug_problem(slug)
    if problem:
        return errors.ReservedSlug() if problem == "reserved" else errors.BadSlug()
    holder = work.session.scalar(select(ShopName.tenant_id).where(ShopName.name == slug))
    return None if holder in (None, own) else errors.ApplicationSlugTaken()


def check_editable(work: Work, *, account_id: UUID) -> None:
    """Refuse what is brought while staff have the application. Raises NotEditable."""
    _editable(work, account_id, lock=False)


@verb(needs=PROOF)
def add_document(work: Work, paper: StoredPaper, *, account_id: UUID, kind: applying.Document, name: str) -> None:
    """Keep a document of one's open application, in the place of an older one of its kind.

    Raises NotEditable while staff have the application; NoSuchApplication before it was begun.
    """
    application = _editable(work, account_id)
    if application is None:
        raise errors.NoSuchApplication
    work.session.execute(
        delete(ApplicationDocument).where(
            ApplicationDocument.application_id == application.id, ApplicationDocument.kind == kind.value
        )
    )
    work.session.add(
        ApplicationDocument(
            id=new_id(),
            account_id=account_id,
            application_id=application.id,
            kind=kind.value,
            key=paper.key,
            name=name[-120:],
            content_type=paper.content_type,
            size=paper.size,
            uploaded_at=work.now,
        )
    )
    work.audit("application.document", f"application:{application.id}", kind=kind.value)


@verb(needs=PROOF)
def submit_application(work: Work, *, account_id: UUID, rules_version: int) -> None:
    """Put one's application before staff, and accept the market's rules with it; `rules_version` is the one that was shown.

    A shop to prepare meanwhile follows (`preparing.py`).

    Raises Incomplete naming what is missing, RulesChangedMeanwhile, NoSuchApplication, NotEditable.
    """
    application = _editable(work, account_id)
    if application is None:
        raise errors.NoSuchApplication
    kinds = [document.kind for document in documents_of(work, application.id)]
    missing = applying.missing(draft_of(application), kinds)
    if missing:
        raise errors.Incomplete(missing=missing)
    if rules_version != version_in_force(work):
        raise errors.RulesChangedMeanwhile
    _check_names(work, draft_of(application), application.prepared_tenant_id)
    _move(application, ApplicationState.SUBMITTED)
    application.rules_version = rules_version
    application.submitted_at, application.decide_by = work.now, closing_after(work.now, applying.DECIDE_DAYS)
    work.audit("application.submit", f"application:{application.id}", name=application.shop_name)
    work.tell(ApplicationSent(application.id))


def _move(application: Application, to: ApplicationState) -> None:
    transition(application, to, applying.NEXT, otherwise=errors.NotEditable())


# Staff


def undecided(work: Work) -> Sequence[Application]:
    """List what waits for staff, by its clock."""
    return work.session.scalars(
        select(Application).where(Application.state.in_(applying.UNDECIDED)).order_by(Application.decide_by)
    ).all()


def decided(work: Work, *, most: int = 50) -> Sequence[Application]:
    """List what staff decided, latest first."""
    return work.session.scalars(
        select(Application)
        .where(Application.decided_at.is_not(None), Application.state.not_in(applying.UNDECIDED))
        .order_by(Application.decided_at.desc())
        .limit(most)
    ).all()


def count_undecided(work: Work) -> int:
    """Count what waits for staff."""
    waiting = select(func.count()).select_from(Application).where(Application.state.in_(applying.UNDECIDED))
    return work.session.scalar(waiting) or 0


def get_application(work: Work, application_id: UUID, *, lock: bool = False) -> Application:
    """Load an application that was handed in; raises NoSuchApplication. What is still a draft is nobody else's."""
    query = select(Application).where(Application.id == application_id, Application.submitted_at.is_not(None))
    application = work.session.find(query, lock=lock)
    if application is None:
        raise errors.NoSuchApplication
    return application


def get_document(work: Work, document_id: UUID) -> ApplicationDocument:
    """Load a document within the scope: one's own, or any for staff. Raises NoSuchApplication."""
    document = work.session.get(ApplicationDocument, document_id)
    if document is None:
        raise errors.NoSuchApplication
    return document


@verb(needs=StaffMay.MODERATE)
def take_application(work: Work, application_id: UUID) -> None:
    """Take an application to decide it, for half an hour.

    Raises OwnCase for one's own, HeldByColleague, NotEditable once it is decided.
    """
    application = get_application(work, application_id, lock=True)
    _check_not_own(work, application)
    if application.state not in applying.UNDECIDED:
        raise errors.NotEditable
    claims.take(work, application)
    if application.state != ApplicationState.IN_REVIEW:
        _move(application, ApplicationState.IN_REVIEW)
    work.audit("application.take", f"application:{application.id}")


def _check_not_own(work: Work, application: Application) -> None:
    if application.account_id == work.actor.account_id:
        raise OwnCase


@verb(needs=StaffMay.MODERATE)
def release_application(work: Work, application_id: UUID) -> None:
    """Put an application back into the queue. Raises HeldByColleague, NotEditable once it is decided."""
    application = get_application(work, application_id, lock=True)
    claims.check_not_held(work, application)
    _move(application, ApplicationState.SUBMITTED)
    claims.let_go(application)


def _decide(work: Work, application_id: UUID, to: ApplicationState, reason: str | None, note: str) -> Application:
    application = get_application(work, application_id, lock=True)
    _check_not_own(work, application)
    claims.check_not_held(work, application)
    if application.state in applying.UNDECIDED and claims.holder(application, work.now) is None:
        raise errors.TakeItFirst
    if to is not ApplicationState.APPROVED and (reason not in applying.REASONS or not note):
        raise errors.ApplicationReasonNeeded
    _move(application, to)
    claims.let_go(application)
    application.decided_at, application.decided_by = work.now, work.actor.name
    application.reason, application.note = reason, note
    work.audit("application.decide", f"application:{application.id}", state=to.value, reason=reason)
    work.tell(ApplicationDecided(application.id, to.value))
    return application


@verb(needs=StaffMay.MODERATE)
def ask_for_changes(work: Work, application_id: UUID, *, reason: str, note: str) -> None:
    """Send an application back, with a reason of the catalogue and how to mend it; the applicant may hand it in again.

    Raises OwnCase, ApplicationReasonNeeded, TakeItFirst, HeldByColleague, NotEditable once it is decided.
    """
    _decide(work, application_id, ApplicationState.NEEDS_CHANGES, reason, note)


@verb(needs=StaffMay.MODERATE)
def decline_application(work: Work, application_id: UUID, *, reason: str, note: str) -> None:
    """Decline an application for good; the person may apply anew, and go on with what they prepared.

    Raises as `ask_for_changes`.
    """
    release_name(work, _decide(work, application_id, ApplicationState.DECLINED, reason, note))


@verb(needs=StaffMay.MODERATE)
def approve_application(work: Work, application_id: UUID, *, note: str = "") -> UUID:
    """Open the shop with what was prepared, and the applicant as its owner; gives its tenant id.

    Raises OwnCase, TakeItFirst, HeldByColleague, NotEditable; ApplicationSlugTaken or NameLooksTaken when another shop was first.
    """
    application = _decide(work, application_id, ApplicationState.APPROVED, None, note)
    _check_names(work, draft_of(application), application.prepared_tenant_id)
    if not open_prepared(work, application):
        raise errors.ApplicationSlugTaken
    tenant_id = application.prepared_tenant_id
    assert tenant_id is not None  # it has just opened
    if application.rules_version is not None and application.submitted_at is not None:
        note_acceptance(
            work, tenant_id, application.rules_version, account_id=application.account_id, name=application.applicant,
            at=application.submitted_at,
        )  # fmt: skip
    return tenant_id


def note_first_listing(work: Work, tenant_id: UUID) -> None:
    """The application is over when its shop sells something; later listings change nothing. Above the walls."""
    application = work.session.scalar(
        select(Application).where(Application.tenant_id == tenant_id, Application.state == ApplicationState.APPROVED)
    )
    if application is not None:
        _move(application, ApplicationState.ACTIVE)
