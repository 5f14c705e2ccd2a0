"""What was bought: a purchase, the order that each shop fulfils of it, and how it goes on until the money is the shop's."""
