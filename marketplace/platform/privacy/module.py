"""What the house knows of privacy."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from marketplace.kernel.jobs import ClockJob, Lane, Reaction
from marketplace.kernel.module import Module, NavLink, StaffTodo
from marketplace.kernel.permissions import StaffMay
from marketplace.people.accounts.events import AccountOpened
from marketplace.people.sellers.events import BankAccountGiven
from marketplace.platform.privacy import consents, erasure
from marketplace.platform.privacy.aging import forget_aged
from marketplace.platform.privacy.datamap import KEEPS
from marketplace.platform.privacy.events import ErasureDue, ExportAsked
from marketplace.platform.privacy.exports import expire_exports
from marketplace.platform.privacy.files import exports_in_use
from marketplace.platform.privacy.jobs import erase, make_export
from marketplace.platform.privacy.over import over
from marketplace.platform.privacy.requests import count_waiting
from marketplace.platform.privacy.rules import EXPORT_FOLDER
from marketplace.platform.privacy.web import buyer, own, requests, seller, staff, words

MODULE = Module(
    name="privacy",
    rooms=(
        buyer.room,
        own.room,
        requests.room,
        seller.room,
        staff.room,
    ),
    words=words.WORDS,
    activity=words.ACTIVITY,
    reactions=(
        Reaction("note_sign_up", AccountOpened, Lane.SEARCH, inside=consents.note_sign_up),
        Reaction("note_bank_account", BankAccountGiven, Lane.SEARCH, inside=consents.note_bank_account),
        Reaction("make_export", ExportAsked, Lane.BULK, outside=make_export),
        Reaction("erase", ErasureDue, Lane.BULK, outside=erase),
    ),
    clock=(
        ClockJob("go_on_erasing", timedelta(hours=1), Lane.BULK, erasure.go_on),
        ClockJob("expire_exports", timedelta(hours=1), Lane.BULK, expire_exports),
        ClockJob("forget_aged", timedelta(hours=1), Lane.BULK, forget_aged),
    ),
    files={EXPORT_FOLDER: exports_in_use},
    staff_todos=(StaffTodo(30, count_waiting, words.say_waiting, "privacy_staff.queue", StaffMay.PRIVACY),),
    nav=(NavLink(100, _l("Solicitudes ARCO"), "privacy_staff.queue", StaffMay.PRIVACY),),
    keeps=KEEPS,
    over=over,
)
