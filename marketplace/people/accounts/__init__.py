"""People: signing up, in and out, what proves who they are, their sessions, and the postal codes they live in."""

from marketplace.people.accounts import factors
from marketplace.people.accounts.errors import (
    NoSettlements,
    OtherSettlement,
    OtherState,
    TooManyAttempts,
    UnknownPostalCode,
)
from marketplace.people.accounts.keys import link_secret
from marketplace.people.accounts.limits import check_limit, note_try
from marketplace.people.accounts.places import check_code, check_settlement, check_state, is_settlement
from marketplace.people.accounts.postal_data import read_postal_codes
from marketplace.people.accounts.queries import (
    Locality,
    Person,
    browser_label,
    find_domicile,
    find_locality,
    find_person,
    get_domicile,
    get_locality,
    list_states,
)
from marketplace.people.accounts.rules import ACCOUNT_NEXT, NOTE_SEEN_EVERY, AccountKind, Door, tidy_email
from marketplace.people.accounts.service import (
    block_account,
    choose_language,
    end_other_sessions,
    find_member_id,
    hash_password,
    note_mail,
    note_notice,
    note_seen,
    open_account,
    open_guest,
    require_verified,
    set_staff_role,
)

__all__ = [
    "ACCOUNT_NEXT",
    "NOTE_SEEN_EVERY",
    "AccountKind",
    "Door",
    "Locality",
    "NoSettlements",
    "OtherSettlement",
    "OtherState",
    "Person",
    "TooManyAttempts",
    "UnknownPostalCode",
    "block_account",
    "browser_label",
    "check_code",
    "check_limit",
    "check_settlement",
    "check_state",
    "choose_language",
    "end_other_sessions",
    "factors",
    "find_domicile",
    "find_locality",
    "find_member_id",
    "find_person",
    "get_domicile",
    "get_locality",
    "hash_password",
    "is_settlement",
    "link_secret",
    "list_states",
    "note_mail",
    "note_notice",
    "note_seen",
    "note_try",
    "open_account",
    "open_guest",
    "read_postal_codes",
    "require_verified",
    "set_staff_role",
    "tidy_email",
]
