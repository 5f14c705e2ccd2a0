"""Write templates, style sheets and scripts in the house's style, or with `--check` say which are not.

Python's style is ruff's. No line is longer than 140 letters, Python's included.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import cssbeautifier
import jsbeautifier

from scripts.formatting.templates import format_template

ROOT = Path(__file__).parent.parent.parent
LONGEST = 140
# What was run on other people's databases is not written anew.
FROZEN = ROOT / "migrations" / "versions"


def format_style(source: str) -> str:
    """Format a style sheet: a declaration a line."""
    options = cssbeautifier.default_options()
    options.indent_size, options.newline_between_rules, options.end_with_newline = 2, False, True
    options.max_preserve_newlines = 2
    return str(cssbeautifier.beautify(source, options))


def format_script(source: str) -> str:
    """Format a script: a statement a line."""
    options = jsbeautifier.default_options()
    options.indent_size, options.end_with_newline, options.max_preserve_newlines = 2, True, 2
    return str(jsbeautifier.beautify(source, options))


FORMATS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("templates/**/*.html", format_template),
    ("marketplace/web/styles/*.css", format_style),
    ("marketplace/web/static/*.js", format_script),
)


def long_lines(root: Path) -> Iterator[str]:
    """Say which lines are too long."""
    folders = ("marketplace", "tenants", "templates", "tests", "scripts", "bench", "migrations", "deploy")
    for path in sorted(path for folder in folders for path in (root / folder).rglob("*.*")):
        is_mail = path.suffix == ".txt" and root / "templates" in path.parents
        if (is_mail or path.suffix in {".py", ".html", ".css", ".js"}) and FROZEN not in path.parents:
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if len(line) > LONGEST:
                    yield f"{path.relative_to(root)}:{number}: {len(line)} letters; {LONGEST} is the longest"


def main(*, check: bool) -> int:
    """Format, or check; gives what the process ends with."""
    wrong = []
    for pattern, format_text in FORMATS:
        for path in sorted(ROOT.glob(pattern)):
            source = path.read_text("utf-8")
            made = format_text(source)
            if made != source and check:
                wrong.append(f"{path.relative_to(ROOT)} is not as `make format` writes it")
            elif made != source:
                path.write_text(made, "utf-8")
    wrong += long_lines(ROOT)
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
