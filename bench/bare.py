"""The highest ceiling: Flask that says a word."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "hola"
