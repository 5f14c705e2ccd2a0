"""Templates, style sheets and scripts are written in one style, and what a browser shows does not hang on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from marketplace.web.indentation import Unindented
from marketplace.web.static_files import STYLES, style_sheet
from scripts.formatting.__main__ import FORMATS, LONGEST, ROOT, long_lines
from scripts.formatting.templates import WIDTH, format_template

WORDS = "una palabra y otra más " * 8


def rendered(source: str, **values: object) -> str:
    """What the app's Jinja makes of a template."""
    return Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True).from_string(source).render(**values)


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in FORMATS])
def test_all_is_written_as_the_formatter_writes_it(pattern: str) -> None:
    written = dict(FORMATS)[pattern]
    paths = sorted(ROOT.glob(pattern))
    assert paths
    assert [path.name for path in paths if written(path.read_text("utf-8")) != path.read_text("utf-8")] == []


def test_no_line_is_too_long() -> None:
    assert list(long_lines(ROOT)) == []


def test_a_line_that_is_too_long_would_be_noticed(tmp_path: Path) -> None:
    """The negative control."""
    for name in ("templates/page.html", "marketplace/code.py", "marketplace/web/styles/one.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x" * LONGEST + "\n" + "x" * (LONGEST + 1) + "\n")
    assert [line.partition(" ")[0] for line in long_lines(tmp_path)] == [
        "marketplace/code.py:2:",
        "marketplace/web/styles/one.css:2:",
        "templates/page.html:2:",
    ]


def test_white_space_that_counts_stays_and_none_comes() -> None:
    source = (
        f"<p>Uno <em>{WORDS}</em>{{% if a %}}, {{{{ a }}}}{{% endif %}}{{% if b %}} {{{{ b }}}}{{% else %}}{{{{ c }}}}"
        f"{{% endif %}}<b>{WORDS}</b>.</p>\n"
    )
    made = format_template(source)
    assert max(map(len, made.splitlines())) <= WIDTH
    for values in ({"a": 1, "b": 2, "c": 3}, {"a": 0, "b": 0, "c": 3}):
        shown = [
            re.sub(r"\s*(</?p>)\s*", r"\1", re.sub(r"\s+", " ", rendered(text, **values))) for text in (source, made)
        ]
        assert shown[0] == shown[1]


def test_what_is_kept_as_typed_stays_as_typed() -> None:
    source = f"<div><textarea>\n  {WORDS}\n {{{{ said }}}}  </textarea><pre>  a\n  b</pre></div>\n"
    made = format_template(source)
    for kept in ("textarea", "pre"):
        found = [re.search(f"<{kept}>.*</{kept}>", text, re.DOTALL) for text in (source, made)]
        assert found[0]
        assert found[1]
        assert found[0][0] == found[1][0]


def test_a_sentence_is_folded_and_stays_one_sentence() -> None:
    made = format_template(f"<p>{{{{ _('{WORDS}', n=1) }}}}</p>\n")
    assert max(map(len, made.splitlines())) <= WIDTH
    calls = [call[2] for call in Environment(extensions=["jinja2.ext.i18n"]).extract_translations(made)]
    assert calls == [WORDS] or calls[0][0] == WORDS


def test_what_jinja_decides_inside_a_tag_is_written_the_same() -> None:
    source = f'<p><a href="{"x" * 90}"{{% if here %}} aria-current="page"{{% endif %}} class="one">x</a></p>\n'
    made = format_template(source)
    assert max(map(len, made.splitlines())) <= WIDTH
    for here in (True, False):
        assert re.sub(r"\s+", "", rendered(made, here=here)) == re.sub(r"\s+", "", rendered(source, here=here))
    assert re.search(r"\s", rendered(made, here=True).partition('"page"')[2])


def test_a_block_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="no end of"):
        format_template("{% if a %}<p>x</p>\n")


def test_pages_travel_without_the_indentation() -> None:
    source = "<p>\n    {% if a %}\n      {{ a }}\n    {% endif %}\n  b</p>"
    env = Environment(trim_blocks=True, lstrip_blocks=True)
    plain = env.from_string(source).render(a=1)
    env.add_extension(Unindented)
    env.loader = DictLoader({"page.html": source, "letter.txt": source})
    sent = env.get_template("page.html").render(a=1)
    assert len(sent) < len(plain)
    assert sent.split() == plain.split()
    assert "\n  " not in sent
    assert env.get_template("letter.txt").render(a=1) == plain


def test_one_style_sheet_is_served_with_every_section_and_nothing_for_its_authors() -> None:
    served = style_sheet().decode()
    for path in STYLES.glob("*.css"):
        selector = re.search(r"^ +([.:a-z][^{,]*?) \{", path.read_text("utf-8"), re.MULTILINE)
        assert selector
        assert selector[1] in served
    assert "/*" not in served
    assert "\n " not in served
    assert served.startswith("@layer bootstrap,")
