"""Numbers that the market promises on its pages and in its letters: when money is a shop's, and until when one acts.

Code and pages read the same ones."""

# What the law asks for at least: no warranty under ninety days (LFPC art. 77), five working days to revoke a sale at a
# distance (art. 56).
LEAST_WARRANTY_MONTHS = 3
LEAST_RETURN_DAYS = 5

ARRIVED_BY_CLOCK_DAYS = 5  # working days after the end of the promise: without a complaint an order counts as arrived
ACCOUNT_CHANGE_HOURS = 48  # in which every owner may say no to another bank account of their shop
HOLD_DAYS = 3  # days of Mexico City after delivery in which the money waits
NEW_SHOP_DAYS = 30  # a shop is new for so many days after it opened,
NEW_SHOP_HOLD_DAYS = 7  # and its money waits so many meanwhile
RETURN_DAYS = 10  # working days after a shop approved a return in which it must be there; else it lapses
ESCALATE_DECLINED_DAYS = 15  # days of Mexico City after a shop declined a return or a claim in which Tianguis is asked
REFUND_SEEN_DAYS = 10  # working days until a bank shows at the latest what went back by the way that was paid
REFUND_ACCOUNT_HOURS = 24  # in which a buyer may say another account, before money goes to the one they gave
MOST_WRAP_MINOR = 50_000  # what a shop may ask at most, in centavos, for wrapping an order as a gift
VOLUME_ORDERS = 200  # in sixty days: who sends so many may be in the plan for who sells much
REFUND_BY_BANK_DAYS = 3  # working days until a transfer to an account that a buyer gave is there
