"""The product with every card and content written anew for each request."""

from marketplace.app import create_app
from marketplace.serve import get_ready
from marketplace.web import kept_contents
from marketplace.window.storefront import cards

cards.MOST_KEPT = kept_contents.MOST = 0
app = create_app()
get_ready(app)
