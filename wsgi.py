"""What gunicorn serves: `gunicorn -c python:marketplace.serve wsgi:app`."""

from marketplace.serve import make_app

app = make_app()
