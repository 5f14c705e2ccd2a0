"""What gunicorn serves: `gunicorn wsgi:app`."""

from marketplace.app import create_app
from marketplace.serve import rest_collector

app = create_app()
rest_collector()
