"""The words that 0027 lets in are looked for in what was there before, without holding anybody up.

Revision: 0028
"""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision = "0027"

_COLUMNS = (
    "account.kind",
    "account_token.purpose",
    "application.state",
    "application.person",
    "application_document.kind",
    "arco_request.kind",
    "arco_request.state",
    "claim.remedy",
    "consent.purpose",
    "data_export.state",
    "dispute.answer",
    "erasure.state",
    "hostname.state",
    "hostname.problem",
    "invitation.role",
    "job.state",
    "listing.condition",
    "listing.return_paid_by",
    "lost_factor.state",
    "mail.state",
    "membership.role",
    "message.side",
    "moderation_case.state",
    "movement.kind",
    "order.delivered_by",
    "order_line.return_paid_by",
    "product.condition",
    "product.return_paid_by",
    "product.state",
    "reservation.state",
    "return_case.paid_by",
    "return_case.reason",
    "shop.closed_by",
    "shop.return_paid_by",
    "shop.status",
    "shop_closing.state",
    "shop_name.kind",
    "shop_tax.person",
    "sign_in_attempt.kind",
    "thread.turn",
)


def upgrade() -> None:
    """Look through what is there."""
    for one in _COLUMNS:
        table, column = one.split(".")
        op.execute(f'ALTER TABLE "{table}" VALIDATE CONSTRAINT "ck_{table}_{column}"')


def downgrade() -> None:
    """What was looked through stays so."""
