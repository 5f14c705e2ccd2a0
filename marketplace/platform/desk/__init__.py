"""The first page of each workplace: what a shop, or staff, must do today. It only asks; every verb lives below."""

from marketplace.platform.desk.comparing import check_books

__all__ = ["check_books"]
