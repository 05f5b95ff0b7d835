"""A little Markdown as HTML: headings, paragraphs, lists, tables, code, emphasis, links. Everything is escaped first.

In: text of our own docs. Out: HTML that is safe whatever the text holds. The surprise: a link is made only where the
caller says where it leads; every other one stays plain words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Resolve = Callable[[str], str | None]
"""From a link's target as written to an address of this site, or None."""

_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_STRONG = re.compile(r"\*\*(\S(?:[^*]*\S)?)\*\*")
_EMPHASIS = re.compile(r"\*(\S(?:[^*]*\S)?)\*")
_RULER = re.compile(r"\|[\s:|-]+\|")


def as_html(text: str, resolve: Resolve = lambda _: None, *, top: int = 1) -> SafeString:
    """The text as HTML; `top` is the level that `#` stands for."""
    blocks = (_block(block, resolve, top) for block in _blocks(text))
    return mark_safe("\n".join(blocks))  # noqa: S308 - every word was escaped by _inline or as code


def _blocks(text: str) -> Iterator[list[str]]:
    """Paragraphs and fenced code, each as its lines."""
    lines: list[str] = []
    fenced = False
    for line in text.splitlines():
        is_fence = line.startswith("```")
        if fenced or is_fence:
            if is_fence and not fenced and lines:
                yield lines
                lines = []
            lines.append(line)
            if is_fence and fenced:
                yield lines
                lines = []
            fenced = fenced != is_fence
        elif line.strip():
            lines.append(line)
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _block(lines: list[str], resolve: Resolve, top: int) -> str:
    first = lines[0]
    if first.startswith("```"):
        return _code(lines[1:-1] if lines[-1].startswith("```") and len(lines) > 1 else lines[1:])
    if heading := re.fullmatch(r"(#{1,4}) +(.*)", first):
        level = min(6, top + len(heading[1]) - 1)
        rest = _block(lines[1:], resolve, top) if lines[1:] else ""
        return f"<h{level}>{_inline(heading[2], resolve)}</h{level}>{rest}"
    if first.startswith("|") and len(lines) > 1 and _RULER.fullmatch(lines[1].strip()):
        return _table(lines, resolve)
    if ordered := re.match(r"\d+\. ", first):
        return _list(lines, "ol", r"\d+\. ", resolve)
    if first.startswith("- ") or ordered:
        return _list(lines, "ul", "- ", resolve)
    return f"<p>{_inline(' '.join(lines), resolve)}</p>"


def _code(lines: list[str]) -> str:
    return f'<pre tabindex="0"><code>{escape(chr(10).join(lines))}</code></pre>'


def _list(lines: list[str], tag: str, mark: str, resolve: Resolve) -> str:
    items = re.split(rf"(?m)^{mark}", "\n".join(lines))[1:]
    told = "".join(f"<li>{_inline(' '.join(item.split()), resolve)}</li>" for item in items)
    return f"<{tag}>{told}</{tag}>"


def _table(lines: list[str], resolve: Resolve) -> str:
    head, body = _row(lines[0], "th", resolve), "".join(_row(line, "td", resolve) for line in lines[2:])
    return f'<div class="wide"><table><thead>{head}</thead><tbody>{body}</tbody></table></div>'


def _row(line: str, tag: str, resolve: Resolve) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    cells = (_inline(cell.strip(), resolve) for cell in line.strip().strip("|").split("|"))
    return "<tr>" + "".join(f"<{tag}{scope}>{cell}</{tag}>" for cell in cells) + "</tr>"


def _inline(text: str, resolve: Resolve) -> str:
    """Code is taken out first, so that nothing inside it is read as anything else."""
    parts = _CODE.split(text)
    told = (f"<code>{escape(part)}</code>" if place % 2 else _words(part, resolve) for place, part in enumerate(parts))
    return "".join(told)


def _words(text: str, resolve: Resolve) -> str:
    text = _LINK.sub(lambda link: _link(link[1], link[2], resolve), str(escape(text)))
    return _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", text))


def _link(words: str, target: str, resolve: Resolve) -> str:
    """Both are escaped already; the address is the caller's own, and escaped again all the same."""
    address = resolve(target)
    return f'<a href="{escape(address)}">{words}</a>' if address else words
