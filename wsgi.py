"""What gunicorn serves: `gunicorn -c python:marketplace.serve wsgi:app`."""

from marketplace.app import create_app
from marketplace.serve import rest_collector

app = create_app()
rest_collector()
