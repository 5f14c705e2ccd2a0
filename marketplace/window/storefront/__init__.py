"""The shop window: home, product pages and cards for buyers; the product desk for sellers."""
