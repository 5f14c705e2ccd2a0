"""The words that a state, a kind or a role may be, held by the database too.

Revision: 0027
"""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"

_PAYER = ("seller", "buyer")
_ROLES = ("owner", "manager", "catalogue", "warehouse", "service", "accountant")
# As they stand at this revision; what comes later is a later migration's.
_WORDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("account", "kind", ("member", "guest", "blocked", "erased")),
    (
        "account_token",
        "purpose",
        (
            "verify_email", "reset_password", "change_email", "undo_email", "second_step", "lost_factor", "keep_factor",
        ),
    ),
    (
        "application",
        "state",
        ("draft", "submitted", "in_review", "needs_changes", "declined", "approved", "active"),
    ),
    ("application", "person", ("natural", "legal")),
    ("application_document", "kind", ("tax", "identity")),
    ("arco_request", "kind", ("access", "rectification", "cancellation", "opposition")),
    ("arco_request", "state", ("unconfirmed", "waiting", "granted", "declined", "done")),
    ("claim", "remedy", ("repair", "replace", "refund")),
    ("consent", "purpose", ("notice", "financial", "news")),
    ("data_export", "state", ("asked", "making", "ready", "expired")),
    ("dispute", "answer", ("resend", "refund", "proof")),
    ("erasure", "state", ("requested", "cancelled", "blocked", "erased")),
    ("hostname", "state", ("pending", "verified", "failed", "lost")),
    ("hostname", "problem", ("missing", "taken")),
    ("invitation", "role", _ROLES),
    ("job", "state", ("waiting", "running", "done", "dead")),
    ("listing", "condition", ("new", "used", "refurbished")),
    ("listing", "return_paid_by", _PAYER),
    ("lost_factor", "state", ("waiting", "cancelled", "done")),
    ("mail", "state", ("waiting", "sent", "bounced")),
    ("membership", "role", _ROLES),
    ("message", "side", ("shop", "buyer")),
    ("moderation_case", "state", ("open", "approved", "declined", "superseded")),
    ("movement", "kind", ("opening", "correction", "sale", "cancelled", "returned", "damaged")),
    ("order", "delivered_by", ("buyer", "carrier", "clock")),
    ("order_line", "return_paid_by", _PAYER),
    ("product", "condition", ("new", "used", "refurbished")),
    ("product", "return_paid_by", _PAYER),
    ("product", "state", ("draft", "in_review", "declined", "published", "paused")),
    ("reservation", "state", ("held", "consumed", "released")),
    ("return_case", "paid_by", _PAYER),
    ("return_case", "reason", ("changed_mind", "damaged", "not_as_described", "wrong_item")),
    ("shop", "closed_by", ("seller", "platform")),
    ("shop", "return_paid_by", _PAYER),
    ("shop", "status", ("open", "resting", "closed")),
    ("shop_closing", "state", ("announced", "in_effect", "withdrawn")),
    ("shop_name", "kind", ("slug", "domain")),
    ("shop_tax", "person", ("natural", "legal")),
    ("sign_in_attempt", "kind", ("password", "code", "passkey", "sign_up", "letter")),
    ("thread", "turn", ("shop", "buyer")),
)  # fmt: skip


def upgrade() -> None:
    """Add each rule for what is written from now on; 0028 looks through what is there."""
    for table, column, words in _WORDS:
        listed = ", ".join(f"'{word}'" for word in words)
        op.execute(
            f'ALTER TABLE "{table}" ADD CONSTRAINT "ck_{table}_{column}" CHECK ({column} IN ({listed})) NOT VALID'
        )


def downgrade() -> None:
    """Let any word in again."""
    for table, column, _words in _WORDS:
        op.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "ck_{table}_{column}"')
