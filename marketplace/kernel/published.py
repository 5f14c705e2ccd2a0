"""Numbers that the market promises on its pages: when money is a shop's. Code and pages read the same ones."""

ARRIVED_BY_CLOCK_DAYS = 5  # working days after the end of the promise: without a complaint an order counts as arrived
HOLD_DAYS = 3  # days of Mexico City after delivery in which the money waits
