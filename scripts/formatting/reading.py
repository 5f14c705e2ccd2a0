"""Reads a template into a tree of elements and blocks, and says where white space may come and go without being seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# Around these a browser lays nothing out in a line: white space beside them is not seen.
BLOCK_TAGS = frozenset(
    "html head body title meta link main header footer nav aside section article div form fieldset legend details summary "
    "h1 h2 h3 h4 h5 h6 p ul ol li dl dt dd table thead tbody tfoot tr td th caption br hr option optgroup datalist "
    "pre script style template path rect circle g figure figcaption dialog doctype".split()
)
# The style sheet lays out what is in them as boxes, with no line between.
BOX_CLASSES = frozenset("row-wrap between page-head tabs pages steps two line message links btn body".split())
# They stand in a line, but lay out what is in them by itself.
BOX_TAGS = frozenset({"button", "select", "svg"})
VOID_TAGS = frozenset("meta link br hr img input path rect circle source wbr doctype".split())
RAW_TAGS = frozenset({"pre", "textarea", "script", "style"})
_OPENS = frozenset({"if", "for", "block", "macro", "call", "filter", "autoescape", "with", "set"})
_BRANCHES = frozenset({"else", "elif"})
_PIECES = re.compile(r"(\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|</?[a-zA-Z][^\s>{/]*|<!doctype)", re.DOTALL)
_TAG_PARTS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\"(?:\{%.*?%\}|\{\{.*?\}\}|[^\"])*\"|>|[^>{\"]+|\{", re.DOTALL)


@dataclass(slots=True)
class Token:
    """A piece that is written as one: a word, a tag, a comment, an expression or a statement of Jinja."""

    kind: str  # word, open, close, void, expression, statement, comment, raw
    text: str
    name: str = ""

    @property
    def jinja(self) -> bool:
        """Whether Jinja can be told to eat the white space beside it."""
        return self.kind in {"expression", "statement", "comment"}

    @property
    def bare(self) -> bool:
        """Whether Jinja eats the line's end behind it and the spaces before it anyway."""
        return self.kind in {"statement", "comment"}


@dataclass(slots=True)
class Gap:
    """What stands between two pieces: white space that counts, or none; and the lines that the author began there."""

    space: bool = False
    lines: int = 0
    free: bool = False


@dataclass(slots=True)
class Body:
    """Pieces in a row, with a gap before each and one behind the last."""

    items: list[Node] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


@dataclass(slots=True)
class Element:
    """An HTML element with an end tag, or a block of Jinja with its branches."""

    heads: list[Token]
    bodies: list[Body]
    end: Token

    @property
    def jinja(self) -> bool:
        """Whether it is a block of Jinja."""
        return self.heads[0].kind == "statement"


Node = Token | Element


def first(node: Node) -> Token:
    """Take the token that a node begins with."""
    return node if isinstance(node, Token) else node.heads[0]


def last(node: Node) -> Token:
    """Take the token that a node ends with."""
    return node if isinstance(node, Token) else node.end


def around(node: Element, body: Body) -> list[tuple[Gap, Token, Token]]:
    """Give each gap of one of an element's bodies with the tokens beside it."""
    at = next(number for number, one in enumerate(node.bodies) if one is body)
    after = node.heads[at + 1] if at + 1 < len(node.heads) else node.end
    lefts = [node.heads[at], *map(last, body.items)]
    rights = [*map(first, body.items), after]
    return list(zip(body.gaps, lefts, rights, strict=True))


def is_block(token: Token) -> bool:
    """Whether a tag is laid out on lines of its own."""
    return token.name in BLOCK_TAGS and "inline-form" not in token.text


def read(source: str) -> Body:
    """Read a template. Raises ValueError when a block of Jinja has no end."""
    pieces = list(_with_gaps(source))
    pairs = _pairs([token for _, token in pieces])
    body, at = _body(pieces, pairs, 0, {len(pieces)})
    body.gaps.append(Gap())
    assert at == len(pieces)
    _see(body, clear=False, way=1)
    _see(body, clear=False, way=-1)
    for item in body.items:
        _see_boxes(item, boxed=False)
    return body


def _tokens(source: str) -> Iterator[Token | str]:
    """Split into tokens and the text between them."""
    at = 0
    while found := _PIECES.search(source, at):
        yield source[at : found.start()]
        text, at = found.group(), found.end()
        if text.startswith(("{", "<!--")):
            kind = {"{{": "expression", "{%": "statement"}.get(text[:2], "comment" if text[0] == "{" else "raw")
            words = text[2:-2].strip("-+ \n").split(maxsplit=1)
            yield Token(kind, text, words[0] if kind == "statement" else "")
            continue
        text, at = _whole_tag(source, found.start())
        name = text.strip("</!>").split()[0].split("{")[0].lower()
        if text.startswith("</"):
            yield Token("close", text, name)
        elif name in VOID_TAGS or text.endswith("/>"):
            yield Token("void", text, name)
        else:
            yield Token("open", text, name)
            if name in RAW_TAGS:
                end = source.index(f"</{name}>", at)
                yield Token("raw", source[at:end])
                at = end
    yield source[at:]


def _whole_tag(source: str, at: int) -> tuple[str, int]:
    """Take a tag up to its end, which is no `>` inside quotes or Jinja."""
    end = at
    for part in _TAG_PARTS.finditer(source, at):
        end = part.end()
        if part.group() == ">":
            return source[at:end], end
    raise ValueError(f"a tag without an end: {source[at : at + 60]}")


def _with_gaps(source: str) -> Iterator[tuple[Gap, Token]]:
    """Give each token the gap before it, as Jinja leaves it with trim_blocks and lstrip_blocks."""
    before: Token | None = None
    kept = ""
    for piece in _tokens(source.removesuffix("\n")):
        if isinstance(piece, str):
            for part in re.findall(r"\s+|\S+", piece):
                if part.isspace():
                    kept += part
                else:
                    word = Token("word", part)
                    yield _gap(before, kept, word), word
                    before, kept = word, ""
            continue
        if piece.kind == "raw" and not piece.text:
            continue
        yield _gap(before, kept, piece), _unmarked(piece)
        before, kept = piece, ""


def _gap(before: Token | None, space: str, after: Token) -> Gap:
    lines = space.count("\n")
    left = before.text[-3:] if before and before.jinja else ""
    right = after.text[:3] if after.jinja else ""
    if left[:1] == "-" or right[-1:] == "-":
        space = ""
    at_start = "\n" in space
    if before and before.bare:
        space = space.removeprefix("\n")
    if after.bare and at_start:
        space = space.rstrip(" \t")
    return Gap(bool(space), min(lines, 2))


def _unmarked(token: Token) -> Token:
    if not token.jinja:
        return token
    inner = token.text[2:-2].strip("-+")
    if token.kind != "comment":
        inner = f" {inner.strip()} "
    return Token(token.kind, token.text[:2] + inner + token.text[-2:], token.name)


def _opens(token: Token) -> bool:
    if token.kind == "open":
        return True
    if token.kind != "statement" or token.name not in _OPENS:
        return False
    return token.name != "set" or "=" not in token.text


def _pairs(tokens: list[Token]) -> dict[int, int]:
    """Say for each piece that opens something where its end is. A tag that is closed in another branch has none."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for at, token in enumerate(tokens):
        if _opens(token):
            stack.append(at)
            continue
        jinja = token.kind == "statement"
        if jinja and token.name in _BRANCHES:
            while tokens[stack[-1]].kind == "open":
                stack.pop()
        wanted = token.name.removeprefix("end") if jinja and token.name.startswith("end") else token.name
        if not (token.kind == "close" or wanted != token.name):
            continue
        for depth in range(len(stack) - 1, -1, -1):
            opener = tokens[stack[depth]]
            if opener.kind == "statement" and not jinja:
                break  # no tag ends what stands around its block
            if opener.name == wanted and (opener.kind == "statement") == jinja:
                found[stack[depth]] = at
                del stack[depth:]
                break
    if left := [tokens[at].text for at in stack if tokens[at].kind == "statement"]:
        raise ValueError(f"no end of {left[0]}")
    return found


def _body(
    pieces: list[tuple[Gap, Token]], pairs: dict[int, int], at: int, ends: set[int], *, branches: bool = False
) -> tuple[Body, int]:
    body = Body()
    while at not in ends:
        gap, token = pieces[at]
        if branches and token.kind == "statement" and token.name in _BRANCHES:
            break
        body.gaps.append(gap)
        if at in pairs:
            item, at = _element(pieces, pairs, at)
            body.items.append(item)
        else:
            body.items.append(token)
            at += 1
    return body, at


def _element(pieces: list[tuple[Gap, Token]], pairs: dict[int, int], at: int) -> tuple[Element, int]:
    end = pairs[at]
    made = Element([], [], pieces[end][1])
    while at != end:
        made.heads.append(pieces[at][1])
        body, at = _body(pieces, pairs, at + 1, {end}, branches=made.jinja)
        body.gaps.append(pieces[at][0])
        made.bodies.append(body)
    return made, at + 1


def _see(body: Body, *, clear: bool, way: int, mark: bool = True) -> bool:
    """Mark the gaps that are not seen, going forward or back; `clear` says that nothing stands in the line yet."""
    gaps = body.gaps[::way]
    for gap, item in zip(gaps, body.items[::way], strict=False):
        gap.free |= clear and mark
        clear = _see_token(item, clear) if isinstance(item, Token) else _see_element(item, clear, way, mark)
    gaps[-1].free |= clear and mark
    return clear


def _see_token(token: Token, clear: bool) -> bool:
    if token.kind in {"void", "open", "close"}:
        hidden = token.name == "input" and 'type="hidden"' in token.text
        return is_block(token) or (clear and (hidden or token.kind != "void"))
    if token.kind == "expression":
        called = token.text[3:].split("(")[0]
        return called in {"field", "check"} or (clear and called in {"token", "problems", "changed_meanwhile"})
    return clear and (token.kind == "comment" or token.name in {"set", "from", "import", "extends"})


def _see_element(element: Element, clear: bool, way: int, mark: bool) -> bool:
    name = element.heads[0].name
    if not element.jinja:
        if name in RAW_TAGS:
            return name != "textarea" and (clear or name == "pre")
        if name in BLOCK_TAGS or name in BOX_TAGS:
            _see(element.bodies[0], clear=True, way=way, mark=mark)
            return is_block(element.heads[0])
        return _see(element.bodies[0], clear=clear, way=way, mark=mark) and bool(element.bodies[0].items)
    if name in {"block", "macro", "call", "filter", "set"}:
        for body in element.bodies:
            _see(body, clear=False, way=way, mark=mark)
        return clear and name in {"macro", "set"}
    if name == "for":
        clear_inside = clear and _see(element.bodies[0], clear=clear, way=way, mark=False)
        outs = [_see(body, clear=clear_inside, way=way, mark=mark) for body in element.bodies]
        return all(outs) and (clear or len(outs) > 1)
    outs = [_see(body, clear=clear, way=way, mark=mark) for body in element.bodies]
    whole = name != "if" or element.heads[-1].name == "else"
    return all(outs) and (clear or whole)


def _see_boxes(node: Node, *, boxed: bool) -> None:
    """Mark the gaps beside tags where the style sheet makes a box of each."""
    if isinstance(node, Token):
        return
    if not node.jinja:
        found = re.search(r'class="([^"]*)"', node.heads[0].text)
        boxed = bool(found and BOX_CLASSES.intersection(found.group(1).split()))
    for body in node.bodies:
        for at, (gap, left, right) in enumerate(around(node, body)):
            gap.free |= boxed and bool({left.kind, right.kind} & {"open", "close", "void"})
            if boxed or node.heads[0].name == "button":  # white space beside what is not shown makes a box of its own
                beside = body.items[max(0, at - 1) : at + 1]
                gap.free &= not any("visually-hidden" in first(item).text for item in beside)
        for item in body.items:
            _see_boxes(item, boxed=boxed)
