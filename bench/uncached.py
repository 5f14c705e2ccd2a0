"""The product with every card written anew for each request."""

from marketplace.app import create_app
from marketplace.serve import rest_collector
from marketplace.window.storefront import cards

cards.caching = False
app = create_app()
rest_collector()
