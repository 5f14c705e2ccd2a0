"""Money: charges, refunds, and the double-entry ledger. The outside provider lives behind a gateway here."""
