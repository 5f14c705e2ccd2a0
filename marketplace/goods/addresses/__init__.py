"""Where shops are found: the slug of their storefront, and domains of their own, proved by a DNS record.

The names themselves are the walls' business (`tenants.names`, `tenants.resolve`); here is what a shop does with its own.
"""
