"""The first page of each workplace: what a shop, or staff, must do today. It only asks; every verb lives below."""
