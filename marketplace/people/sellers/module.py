"""What the house knows of sellers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.jobs import Lane, Reaction
from marketplace.kernel.module import FirstStep, Module, NavLink, StaffTodo, any_own
from marketplace.kernel.permissions import May, StaffMay
from marketplace.kernel.uploads import PUBLIC
from marketplace.people.sellers.aging import over
from marketplace.people.sellers.applications import DOCUMENT_FOLDER, count_undecided
from marketplace.people.sellers.datamap import KEEPS
from marketplace.people.sellers.elsewhere import network_of
from marketplace.people.sellers.events import ApplicationSent, ShopRenamed
from marketplace.people.sellers.files import papers_in_use, pictures_in_use
from marketplace.people.sellers.models import Shop, ShopTax
from marketplace.people.sellers.preparing import prepare_sent
from marketplace.people.sellers.rules import ShopState
from marketplace.people.sellers.service import note_name
from marketplace.people.sellers.web import buyer, gifts, seller, shop_page, staff, words
from marketplace.people.sellers.web.activity import ACTIVITY

MODULE = Module(
    name="sellers",
    rooms=(
        buyer.room,
        seller.room,
        gifts.room,
        shop_page.room,
        staff.room,
    ),
    words=words.WORDS,
    activity=ACTIVITY,
    reactions=(
        Reaction("note_name", ShopRenamed, Lane.SEARCH, inside=note_name),
        Reaction("prepare_shop", ApplicationSent, Lane.SEARCH, inside=prepare_sent),
    ),
    labels={"role_name": words.role_label, "application_reason": words.reason_label, "network_of": network_of},
    files={PUBLIC: pictures_in_use, DOCUMENT_FOLDER: papers_in_use},
    staff_todos=(
        StaffTodo(
            20, lambda work: (count_undecided(work), 0), words.say_undecided, "sellers_staff.queue", StaffMay.MODERATE
        ),
    ),
    nav=(
        NavLink(120, _l("Equipo"), "sellers_seller.people", May.VIEW_SHOP),
        NavLink(40, _l("Solicitudes"), "sellers_staff.queue", StaffMay.MODERATE),
    ),
    steps=(
        FirstStep(
            10, _l("Tus datos y documentos, enviados"), _l("Están en tu solicitud."),
            lambda work: any_own(work, ShopTax), "sellers_buyer.application", May.VIEW_SHOP,
        ),
        FirstStep(
            20, _l("Tu solicitud, aprobada"), _l("La estamos revisando. Mientras, prepara lo que sigue."),
            lambda work: any_own(work, Shop, Shop.status != ShopState.PREPARING), "desk_seller.today", May.VIEW_SHOP,
        ),
        FirstStep(
            40, _l("La página de tu tienda"), _l("Cuenta quién eres y cómo trabajas."),
            lambda work: any_own(work, Shop, Shop.about != ""), "sellers_page_seller.edit", May.EDIT_SHOP,
        ),
    ),
    keeps=KEEPS,
    over=over,
)  # fmt: skip
