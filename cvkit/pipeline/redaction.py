"""What a redaction cannot decide: problems with line and column, and the person's style sheet."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

from cvkit.errors import InvalidValueError, Problem
from cvkit.model import CV
from cvkit.model.walk import logos_of
from cvkit.select import Choice, Doubt, Selected, Traces, choose_letter, redaction_traces
from cvkit.source.nodes import Node
from cvkit.source.paths import position
from cvkit.source.text import Source

from .defaults import DOUBTFUL, IN_FILE_NAME, IN_PICTURE
from .job import Job
from .sources import cached_cv, cached_letter, cached_tree

__all__ = ["doubtful", "redacted_css", "traces_of"]

NO_NAME = "redaction-without-name"
_HINT = "reword it, or remove it with tags; --explain lists what the redaction removes"
_HIDDEN = "-"
_COMMENT = re.compile(r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|/\*.*?(?:\*/|\Z)""", re.DOTALL)
_DATA = re.compile(r"data:([\w/+.-]*)((?:;[\w=.-]+)*),([^\s)'\"]*)", re.IGNORECASE)


def traces_of(job: Job) -> Traces | None:
    """Return what finds everything that the redaction of a job removes, or ``None``."""
    as_typed = cached_cv(job.source) if job.given and job.cv is None else None
    return redaction_traces(_whole(job), job.choice, as_typed)


def _whole(job: Job) -> CV:
    return job.cv or cached_cv(job.source, job.given)


def doubtful(job: Job, chosen: Selected, choice: Choice, own_css: str = "") -> Iterator[Problem]:
    """Yield a problem for everything that may give away what is redacted, and is kept.

    ``own_css`` is the person's style sheet as it was typed.
    """
    traces = chosen.traces
    if traces is None:
        return
    whole = _whole(job)
    yield from _without_name(job, chosen)
    doubts = chosen.doubts
    if job.letter:
        letter = cached_letter(job.letter)
        tree = cached_tree(job.letter, letter=True)
        yield from _located(choose_letter(letter, whole, choice, traces)[1], tree)
        head = (doubt for doubt in doubts if not doubt.path.startswith("sections"))
        doubts = tuple(head)
    yield from _in_cv(job, doubts)
    yield from _in_css(job.source.with_suffix(".css"), own_css, traces)
    yield from _in_file_names(job, chosen.cv, traces)
    yield from _in_pictures(job, chosen.cv, traces)


def _without_name(job: Job, chosen: Selected) -> Iterator[Problem]:
    """Report that a name is to be removed from a CV that does not say which."""
    whole = _whole(job)
    if "name" in chosen.redacted and not (whole.name or whole.name_variants):
        message = "the CV has no name, so the redaction cannot find it in the texts"
        yield Problem(str(job.source), message, hint='write "name: …" at the top', code=NO_NAME)


def _in_cv(job: Job, doubts: Iterable[Doubt]) -> Iterator[Problem]:
    if job.cv is not None:
        yield from (
            Problem(str(job.source), _message(doubt), path=doubt.path, hint=_HINT, code=DOUBTFUL)
            for doubt in doubts
        )
    else:
        yield from _located(doubts, cached_tree(job.source, job.given))


def _message(doubt: Doubt) -> str:
    return f'"{doubt.found}" may give away what is redacted ({doubt.field})'


def _located(doubts: Iterable[Doubt], tree: Node) -> Iterator[Problem]:
    """Yield doubts with their lines and columns in a file, and in those that it includes."""
    doubts = list(doubts)
    nodes = _by_text(tree) if doubts else {}
    for doubt in doubts:
        node = _at(tree, doubt) or nodes.get(doubt.text.strip())
        if node is None:
            yield tree.place.problem(_message(doubt), path=doubt.path, hint=_HINT, code=DOUBTFUL)
            continue
        line, column = _within(node, doubt.found)
        yield node.place.source.problem(
            _message(doubt), line, column, path=doubt.path, hint=_HINT, code=DOUBTFUL
        )


def _at(tree: Node, doubt: Doubt) -> Node | None:
    """Return the node at the path of a doubt if it has the text."""
    if position(tree, doubt.path) is None:
        return None
    node: Node | None = tree
    for part in re.findall(r"[^.\[\]]+", doubt.path):
        node = node.child(int(part) if part.isdecimal() else part) if node else None
    return node if node and isinstance(node.value, str) and doubt.found in node.value else None


def _by_text(tree: Node) -> dict[str, Node]:
    """Return the nodes of all texts of a file, the first of each text."""
    found: dict[str, Node] = {}
    waiting = [tree]
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node.value, str):
            found.setdefault(node.value.strip(), node)
        elif isinstance(node.value, dict):
            waiting += reversed(node.value.values())
            for key, place in node.keys.items():
                found.setdefault(key, Node(place, key))
        elif isinstance(node.value, list):
            waiting += reversed(node.value)
    return found


def _within(node: Node, found: str) -> tuple[int, int]:
    """Return the line and column of a part of a text, or those of the text."""
    lines = node.place.source.lines
    height = str(node.value).count("\n") + str(node.value).count(" ") + 2
    for number in range(node.line, min(len(lines), node.line + height)):
        column = lines[number].find(found, node.column if number == node.line else 0)
        if column >= 0:
            return number, column
    return node.line, node.column


def redacted_css(css: str, traces: Traces) -> str:
    """Return a person's style sheet without comments and traces.

    Pictures within it get no metadata. What is removed from an address leaves it broken.
    """
    text = _DATA.sub(_bare, _without_comments(css))
    parts: list[str] = []
    done = 0
    for match in traces.find(text, "css"):
        if match.sure and not _is_in_data(text, match.start):
            parts += (text[done : match.start], _HIDDEN)
            done = match.end
    return "".join((*parts, text[done:]))


def _without_comments(css: str) -> str:
    """Return CSS with spaces instead of comments, so that everything stays in its place."""
    return _COMMENT.sub(lambda match: match[1] or re.sub(r"[^\n]", " ", match[0]), css)


def _is_in_data(css: str, place: int) -> bool:
    start = css.rfind("data:", 0, place)
    return start >= 0 and bool((found := _DATA.match(css, start)) and found.end() > place)


def _bare(match: re.Match[str]) -> str:
    from cvkit.system.bare_pictures import without_metadata
    from cvkit.system.images import check_picture

    if (data := _decoded(match)) is None:
        return match[0]
    try:
        bare = without_metadata(data)
        return f"data:{check_picture(bare)};base64,{base64.b64encode(bare).decode()}"
    except InvalidValueError:
        return match[0]  # it is not a picture, or is refused when it is used


def _decoded(match: re.Match[str]) -> bytes | None:
    content = unquote_to_bytes(match[3])
    if ";base64" not in match[2].lower():
        return content
    try:
        return base64.b64decode(content)
    except (binascii.Error, ValueError):
        return None


def _in_css(path: Path, css: str, traces: Traces) -> Iterator[Problem]:
    text = _without_comments(css)
    source = Source(str(path), css)
    for match in traces.find(text, "css") if text else ():
        if not match.sure and not _is_in_data(text, match.start):
            message = f'"{text[match.start : match.end]}" may give away what is redacted'
            yield source.problem_at(
                match.start, f"{message} ({match.field})", hint=_HINT, code=DOUBTFUL
            )
    for found in _DATA.finditer(text):
        data = _decoded(found)
        if data is not None and (shown := _shown(data, traces)):
            message = f'a picture shows "{shown}", which is redacted'
            yield source.problem_at(
                found.start(), message, hint="use another picture", code=IN_PICTURE
            )


def _in_pictures(job: Job, cv: CV, traces: Traces) -> Iterator[Problem]:
    """Report drawings that show as text what is redacted."""
    from cvkit.system.files import read
    from cvkit.system.images import MAX_BYTES

    for path in _pictures(job, cv):
        if shown := _shown(read(path, MAX_BYTES), traces):
            message = f'the picture shows "{shown}", which is redacted'
            yield Problem(str(path), message, hint="use another picture", code=IN_PICTURE)


def _pictures(job: Job, cv: CV) -> list[Path]:
    """Return the files of the photograph and of logos."""
    logos = (logo for _, logo in logos_of(cv.sections))
    return [job.source.parent / name for name in dict.fromkeys((cv.photo, *logos)) if name]


def _shown(data: bytes, traces: Traces) -> str:
    """Return what an SVG shows of what is redacted."""
    from cvkit.system.bare_pictures import svg_texts, without_metadata

    try:
        texts = svg_texts(without_metadata(data))
    except InvalidValueError:
        return ""
    found = (text[match.start : match.end] for text in texts for match in traces.find(text))
    return next(found, "")


def _in_file_names(job: Job, cv: CV, traces: Traces) -> Iterator[Problem]:
    names = {path.stem: path for _, path in job.outputs}
    pictures = {path.stem: path for path in _pictures(job, cv)}
    for stem, path in {**names, **pictures}.items():
        if not (traces.find(stem) or traces.is_in_url(stem)):
            continue
        message = f'the name of the file "{path.name}" gives away what is redacted'
        hint = 'name the results with "output: …" in the file, or rename them'
        if stem in pictures:
            hint = "rename the picture"
        yield Problem(str(path), message, hint=hint, code=IN_FILE_NAME)
