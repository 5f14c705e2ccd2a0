"""Every module of the house, from the ground up. To add a module is to add a folder, and a line here."""

from __future__ import annotations

from itertools import chain

from marketplace.care.disputes import module as disputes
from marketplace.care.messaging import module as messaging
from marketplace.care.recalls import module as recalls
from marketplace.care.returns import module as returns
from marketplace.care.warranty import module as warranty
from marketplace.goods.addresses import module as addresses
from marketplace.goods.catalog import module as catalog
from marketplace.goods.groups import module as groups
from marketplace.goods.inventory import module as inventory
from marketplace.money.cfdi import module as cfdi
from marketplace.money.fees import module as fees
from marketplace.money.ledger import module as ledger
from marketplace.money.payments import module as payments
from marketplace.money.payouts import module as payouts
from marketplace.money.taxes import module as taxes
from marketplace.people.accounts import module as accounts
from marketplace.people.market_rules import module as market_rules
from marketplace.people.sellers import module as sellers
from marketplace.platform.adjustments import module as adjustments
from marketplace.platform.channels import module as channels
from marketplace.platform.chargebacks import module as chargebacks
from marketplace.platform.desk import module as desk
from marketplace.platform.leaving import module as leaving
from marketplace.platform.moderation import module as moderation
from marketplace.platform.notifications import module as notifications
from marketplace.platform.privacy import module as privacy
from marketplace.platform.staff import module as staff
from marketplace.platform.tariffs import module as tariffs
from marketplace.platform.upkeep import module as upkeep
from marketplace.trade.cart import module as cart
from marketplace.trade.checkout import module as checkout
from marketplace.trade.invoices import module as invoices
from marketplace.trade.orders import module as orders
from marketplace.trade.parcels import module as parcels
from marketplace.trade.pricing import module as pricing
from marketplace.trade.shipping import module as shipping
from marketplace.window.category_files import module as category_files
from marketplace.window.compare import module as compare
from marketplace.window.imports import module as imports
from marketplace.window.quality import module as quality
from marketplace.window.search import module as search
from marketplace.window.standing import module as standing
from marketplace.window.storefront import module as storefront
from marketplace.window.watching import module as watching
from marketplace.window.worktable import module as worktable

MODULES = (
    accounts.MODULE,
    market_rules.MODULE,
    sellers.MODULE,
    catalog.MODULE,
    inventory.MODULE,
    addresses.MODULE,
    groups.MODULE,
    taxes.MODULE,
    ledger.MODULE,
    fees.MODULE,
    payments.MODULE,
    payouts.MODULE,
    cfdi.MODULE,
    shipping.MODULE,
    pricing.MODULE,
    parcels.MODULE,
    orders.MODULE,
    invoices.MODULE,
    cart.MODULE,
    checkout.MODULE,
    messaging.MODULE,
    returns.MODULE,
    warranty.MODULE,
    disputes.MODULE,
    recalls.MODULE,
    quality.MODULE,
    storefront.MODULE,
    worktable.MODULE,
    standing.MODULE,
    search.MODULE,
    compare.MODULE,
    imports.MODULE,
    category_files.MODULE,
    watching.MODULE,
    leaving.MODULE,
    moderation.MODULE,
    tariffs.MODULE,
    adjustments.MODULE,
    chargebacks.MODULE,
    notifications.MODULE,
    channels.MODULE,
    privacy.MODULE,
    staff.MODULE,
    desk.MODULE,
    upkeep.MODULE,
)

CLOCK_JOBS = tuple(chain.from_iterable(module.clock for module in MODULES))
