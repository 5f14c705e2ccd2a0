"""The books: accounts, what moved money and its two sides, and what each shop is owed."""
