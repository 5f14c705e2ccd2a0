"""Writes a template in the house's style: one step an element or block where its line would be too long.

What a browser shows stays the same. A line begins where white space is there already or is not seen; elsewhere only beside
Jinja's own braces, which are then told to eat it (`{{-`, `-%}`). Lines that an author began stay lines.
"""

from __future__ import annotations

from scripts.formatting.expressions import flat, flat_tag, fold, fold_comment, fold_tag
from scripts.formatting.reading import RAW_TAGS, Body, Element, Gap, Node, Token, around, first, is_block, last, read

WIDTH = 120
STEP = "  "


def format_template(source: str) -> str:
    """Format a template's text. Raises ValueError when it cannot be read."""
    for _ in range(5):
        made = Writer().write(read(source))
        if made == source:
            break
        source = made
    return made


def in_one_line(node: Node) -> str:
    """Write a node flat."""
    if isinstance(node, Token):
        if node.kind in {"expression", "statement"}:
            return flat(node.text)
        return flat_tag(node.text) if node.kind in {"open", "void"} else node.text
    text = ""
    for head, body in zip(node.heads, node.bodies, strict=True):
        text += in_one_line(head)
        for gap, item in zip(body.gaps, body.items, strict=False):
            text += (" " if gap.space else "") + in_one_line(item)
        text += " " if body.gaps[-1].space else ""
    return text + node.end.text


def has_lines(node: Node) -> bool:
    """Whether the author began a line inside."""
    if isinstance(node, Token):
        return node.kind in {"raw", "comment"} and "\n" in node.text
    return any(
        any(gap.lines and _may_break(gap, left, right, deep=True) for gap, left, right in around(node, body))
        or any(map(has_lines, body.items))
        for body in node.bodies
    )


def _may_break(gap: Gap, left: Token, right: Token, *, deep: bool) -> bool:
    """Whether a line may begin here. `deep` says that it would be indented."""
    if gap.free:
        return True
    if gap.space:
        return not left.bare or (deep and not right.bare)
    return (left.bare and right.bare) or left.jinja or right.jinja


def stands_alone(node: Node) -> bool:
    """Whether it is laid out on lines of its own."""
    if isinstance(node, Token):
        return False
    if not node.jinja:
        return is_block(node.heads[0])
    return any(stands_alone(item) for body in node.bodies for item in body.items)


class Writer:
    """Lines that are done, and the one being written."""

    def __init__(self) -> None:
        """Begin with an empty line."""
        self.lines: list[str] = []
        self.line = ""
        self.mark = False

    def write(self, body: Body) -> str:
        """Write a whole template."""
        self.body(body, "", None, None)
        return "\n".join([*self.lines, self.line.rstrip()]).strip("\n") + "\n"

    def put(self, text: str) -> None:
        """Write on in the same line."""
        if self.mark:
            text, self.mark = text[:2] + "-" + text[2:], False
        *done, self.line = (self.line + text).split("\n")
        self.lines += done

    def gap(self, gap: Gap, left: Token | None, right: Token | None, indent: str, *, wanted: bool) -> None:
        """Write what stands between two tokens; a new line where it is wanted and may be."""
        if left is None or right is None:
            return
        if not (wanted and _may_break(gap, left, right, deep=bool(indent))):
            self.put(" " if gap.space and self.line.strip() else "")
            return
        if not (gap.free or gap.space or (left.bare and right.bare)):
            if left.jinja and (left.bare or not right.jinja):
                self.line = self.line[:-2] + "-" + self.line[-2:]
            else:
                self.mark = True
        self.lines.append(self.line.rstrip())
        if gap.lines > 1 and (gap.free or gap.space):
            self.lines.append("")
        self.line = indent

    def body(self, body: Body, indent: str, before: Token | None, after: Token | None) -> None:
        """Write a body whose element is broken into lines; `before` and `after` are the tags around it."""
        left, previous = before, None
        for number, (gap, item) in enumerate(zip(body.gaps, body.items, strict=False)):
            if number and left is not None:
                self.gap(gap, left, first(item), indent, wanted=self._wanted(body, number, previous, indent, after))
            self.node(item, indent)
            left, previous = last(item), item

    def _wanted(self, body: Body, number: int, previous: Node | None, indent: str, after: Token | None) -> bool:
        """Whether an item shall begin a line: its author wanted it, it has no room, or it stands alone."""
        gap, item = body.gaps[number], body.items[number]
        if gap.lines:
            return True
        alone = stands_alone(item) or (previous is not None and stands_alone(previous))
        glued = self._glued(body, number, after)
        if len(self.line) + gap.space + glued > WIDTH:
            room = len(indent) + glued <= WIDTH or len(self.line) >= len(indent) + 20
            return room or stands_alone(item)
        return alone and (gap.free or gap.space)

    def _glued(self, body: Body, number: int, after: Token | None) -> int:
        """Count the letters up to where the next line may begin."""
        count = len(in_one_line(body.items[number]))
        rights = [*body.items[number + 1 :], *([after] if after else [])]
        for gap, left, right in zip(body.gaps[number + 1 :], body.items[number:], rights, strict=False):
            if gap.space or _may_break(gap, last(left), first(right), deep=True):
                break
            count += len(in_one_line(right))
        return count

    def node(self, node: Node, indent: str) -> None:
        """Write a node, in one line if it has room."""
        text = in_one_line(node)
        if not has_lines(node) and (len(self.line) + len(text) <= WIDTH):
            self.put(text)
        elif isinstance(node, Token):
            self.token(node, indent)
        else:
            self.element(node, indent)

    def token(self, token: Token, indent: str) -> None:
        """Write a token, folded if it is too long."""
        column = len(self.line) + self.mark
        text = in_one_line(token)
        if column + len(text) > WIDTH:
            if token.kind in {"expression", "statement"}:
                text = fold(token.text, column=column, indent=indent, width=WIDTH)
            elif token.kind == "comment" and "\n" not in text:
                text = fold_comment(text, column=column, indent=indent, width=WIDTH)
            elif token.kind in {"open", "void"}:
                text = fold_tag(token.text, column=column, indent=indent, width=WIDTH)
        self.put(text)

    def element(self, element: Element, indent: str) -> None:
        """Write an element with a line for each thing that is in it."""
        raw = element.heads[0].name in RAW_TAGS and not element.jinja
        for head, body in zip(element.heads, element.bodies, strict=True):
            self.token(head, indent)
            gaps = around(element, body)
            inner = indent + STEP
            self.gap(*gaps[0], inner if body.items else indent, wanted=not raw)
            self.body(body, inner, head, gaps[-1][2])
            if body.items:
                self.gap(*gaps[-1], indent, wanted=not raw)
        self.token(element.end, indent)
