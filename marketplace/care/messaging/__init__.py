"""Talk between a buyer and a shop, with names and a reply clock."""
