"""What a member can be in a shop. What each role may do is the product's business: `marketplace.kernel.permissions`."""

from enum import StrEnum


class Role(StrEnum):
    """A member's role."""

    OWNER = "owner"
    MANAGER = "manager"
    CATALOGUE = "catalogue"
    WAREHOUSE = "warehouse"
    SERVICE = "service"
    ACCOUNTANT = "accountant"
