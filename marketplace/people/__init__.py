"""Who there is: accounts, and the shops that sell."""
