"""What follows a sale: talk, returns, warranty, disputes."""
