"""The product with every card written anew for each request."""

from marketplace.app import create_app
from marketplace.serve import get_ready
from marketplace.window.storefront import cards

cards.MOST_KEPT = 0
app = create_app()
get_ready(app)
