"""What staff decide about listings, with the rule, the facts and how to fix it."""
