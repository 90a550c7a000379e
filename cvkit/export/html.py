"""HTML: one self-contained file that needs neither the network nor installed fonts."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from cvkit.document import Document
from cvkit.errors import InvalidValueError, Problem, RenderError
from cvkit.system.files import is_file, open_regular, resolve
from cvkit.system.images import check_picture, read_picture

__all__ = ["to_html"]

_FONT_FILES = (".ttf", ".otf")
_KINDS = ("font", "heading-font", "latin-fonts", "cjk-fonts", "rtl-fonts", "fallback-fonts")
_FAMILIES = re.compile(rf"--({'|'.join(_KINDS)}):\s*([^;]+);")
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_LANGUAGE = re.compile(r'<html lang="([^"]*)"')
_CLASSES = re.compile(r'<body class="([^"]*)"')
_CLASS = re.compile(r"\.([\w-]+)")
_WEIGHT = re.compile(r"(?:font-weight:|font:)\s*(\d{3})\b")
# Whatever a theme's templates contain, no script runs and no request is sent.
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "img-src data:; font-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'\">"
)
_HEAD = re.compile(
    r"\s*<!doctype html>\s*<html(\s+[\w:-]+=\"[^\"<>]*\")*\s*>\s*<head>", re.IGNORECASE
)
_CONNECTING = re.compile(r"<(meta|link|base)(?=[\s/>]|$)", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"""((?:\s+[A-Za-z]+="[^"<>]*")*)\s*/?>""")
_ATTRIBUTE = re.compile(r'([A-Za-z]+)="([^"<>]*)"')
_KNOWN_ATTRIBUTES: Mapping[str, set[str]] = {
    "meta": {"charset", "name", "property", "content", "lang"},
    "link": {"rel", "href", "type", "title", "hreflang", "lang"},
    "base": set(),
}
_HARMLESS = {"author", "canonical", "icon", "license", "me"}
_IMAGE = re.compile(r'(<img\b[^>]*\bsrc=")(?!data:)([^"]+)(")')


@dataclass(frozen=True)
class _Face:
    family: str
    weight: int
    italic: bool
    file: Path
    weights: tuple[int, int] | None = None  # of a variable font: from, to


def to_html(document: Document) -> bytes:
    """Return the document with its style sheets, pictures and subsets of its fonts inside."""
    css = "\n".join((*document.stylesheets, *document.screen_stylesheets))
    faces = "\n".join(_font_faces(document, css))
    head = _HEAD.match(document.html)
    if head is None:
        raise RenderError(
            Problem(
                "",
                "the template of the page does not start with a complete HTML head",
                hint='start it with <!DOCTYPE html>, <html lang="…"> and <head>',
            )
        )
    _refuse_requests(document.html)
    html = _IMAGE.sub(lambda match: _embed(match, document), document.html[head.end() :])
    # An end tag within a style sheet would let it leave its element.
    inner = f"{faces}\n{css}".replace("</", r"<\/")
    html = html.replace("</head>", f"<style>\n{inner}\n</style>\n</head>", 1)
    return f"{head[0]}\n{_POLICY}{html}".encode()


def _refuse_requests(html: str) -> None:
    """Raise :class:`RenderError` for elements with which a browser asks a server by itself.

    No policy forbids ``meta`` to refresh, or ``link`` to connect in advance. They are found in
    the text, as any other parser might see fewer elements than a browser; only plain forms with
    known attributes are let through.
    """
    for tag in _CONNECTING.finditer(html):
        attributes = _ATTRIBUTES.match(html, tag.end())
        pairs = _ATTRIBUTE.findall(attributes[1]) if attributes else []
        known = _KNOWN_ATTRIBUTES[tag[1].lower()]
        allowed = attributes is not None and all(
            name.lower() in known and (name.lower() != "rel" or value.lower() in _HARMLESS)
            for name, value in pairs
        )
        if not allowed or len({name.lower() for name, _ in pairs}) < len(pairs):
            shown = " ".join(html[tag.start() : tag.start() + 80].partition(">")[0].split())
            message = f'a template contains "{shown}>", with which a browser could send a request'
            hint = "remove it: only metadata, such as <meta name=… content=…>, is allowed"
            raise RenderError(Problem("", message, hint=hint, code="request-in-page"))


def _embed(match: re.Match[str], document: Document) -> str:
    """Embed a picture from the person's or the theme's folder; drop any other."""
    path = resolve(document.base / unquote(unescape(match[2])))
    allowed = any(path.is_relative_to(root.resolve()) for root in document.roots)
    if not allowed or not is_file(path):
        return f"{match[1]}data:,{match[3]}"
    try:
        data, kind = read_picture(path)
        if document.bare_pictures:
            from cvkit.system.bare_pictures import without_metadata  # few runs need it

            data = without_metadata(data)
            kind = check_picture(data)
    except InvalidValueError as error:
        problem = Problem(str(path), error.message, hint=error.hint, code="invalid-picture")
        raise RenderError(problem) from None
    return f"{match[1]}{_data_url(data, kind)}{match[3]}"


def _data_url(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _font_faces(document: Document, css: str) -> Iterator[str]:
    """Yield a ``@font-face`` with a subset of each face that the page may need.

    A character is taken from the first family that has it, as browsers do; but the family that
    lends letters to others has all of them, for it sets whole languages.
    """
    text = re.sub(
        r"<[^>]*>", "", re.sub(r"<script.*?</script>", "", document.html, flags=re.DOTALL)
    )
    # Decoration comes from the style sheets; capitals from small letters.
    content = "".join(re.findall(r'content:\s*"([^"]*)"', css))
    wanted = {
        ord(character) for character in unescape(text) + text.upper() + content + "-0123456789"
    }
    weights = {400, *map(int, _WEIGHT.findall(css))}
    covered: set[int] = set()
    language = _LANGUAGE.search(document.html)
    classes = _CLASSES.search(document.html)
    chosen = _families(css, language[1] if language else "", classes[1].split() if classes else ())
    for family, kind in chosen.items():
        missing = frozenset(wanted - covered if kind.endswith("-fonts") else wanted)
        for face in _chosen(family, weights, document.fonts.folders):
            if kind == "latin-fonts" and _has_letters(face.file, missing):
                missing = frozenset(wanted)
            subset, characters = _subset(face.file, missing)
            covered |= characters
            if subset:
                yield _rule(face, subset)


def _chosen(family: str, weights: set[int], folders: tuple[Path, ...]) -> list[_Face]:
    """Return the upright and italic faces of a family that come nearest to the weights."""
    faces = [face for face in _faces(folders) if face.family == family]
    chosen = {
        min(
            (face for face in faces if face.italic == italic),
            key=lambda face: (not face.weights, abs(face.weight - weight), -face.weight),
        )
        for italic in {face.italic for face in faces}
        for weight in weights
    }
    return sorted(chosen, key=lambda face: (face.weight, face.italic))


def _families(css: str, language: str, classes: Collection[str]) -> dict[str, str]:
    """Return the families that the custom properties name, each with the kind of its first.

    Those of rules for the language of the document, or for a class of its body, come first, as they
    do in a browser; rules for other classes do not hold.
    """
    declared = [
        (_KINDS.index(kind), not (named or _speaks(selector, language)), families)
        for selector, rules in _RULE.findall(css)
        for named in (set(_CLASS.findall(selector)),)
        if not named or named & set(classes)
        for kind, families in _FAMILIES.findall(rules)
    ]
    found: dict[str, str] = {}
    for kind, _, families in sorted(declared, key=lambda one: one[:2]):
        for name in families.split(","):
            found.setdefault(name.strip().strip("\"'"), _KINDS[kind])
    return found


def _speaks(selector: str, language: str) -> bool:
    tags = (tag.lower() for tag in re.findall(r":lang\(([\w-]+)\)", selector))
    return any(f"{language}-".lower().startswith(f"{tag}-") for tag in tags)


def _has_letters(file: Path, characters: frozenset[int]) -> bool:
    _, found = _subset(file, characters)
    return any(chr(character).isalpha() for character in found)


@lru_cache(maxsize=8)
def _faces(folders: tuple[Path, ...]) -> tuple[_Face, ...]:
    faces = {}
    for file in sorted(
        f for folder in folders for f in folder.iterdir() if f.suffix in _FONT_FILES
    ):
        with _opened(file) as font:
            # Some italics lack the flag but have an italic angle.
            weight, italic = font["OS/2"].usWeightClass, font["post"].italicAngle != 0
            # The typographic family and the legacy one: style sheets may use either.
            axes = font["fvar"].axes if "fvar" in font else ()
            span = next((_span(axis) for axis in axes if axis.axisTag == "wght"), None)
            for name in {font["name"].getDebugName(16), font["name"].getDebugName(1)} - {None}:
                faces[name, weight, italic] = _Face(name, weight, italic, file, span)
    return tuple(faces.values())


@contextmanager
def _opened(file: Path) -> Iterator[Any]:
    """Open a font; raise :class:`RenderError` for whatever fontTools raises if it is broken."""
    from fontTools.ttLib import TTFont

    try:
        with open_regular(file) as stream, TTFont(stream, lazy=True, recalcTimestamp=False) as font:
            yield font
    except Exception as error:
        message = f"is not a font that can be read: {type(error).__name__}: {error}"
        raise RenderError(Problem(str(file), message)) from error


def _span(axis: Any) -> tuple[int, int]:
    return int(axis.minValue), int(axis.maxValue)


@lru_cache(maxsize=64)
def _subset(file: Path, wanted: frozenset[int]) -> tuple[bytes, frozenset[int]]:
    """Return a WOFF2 of those characters which a face has, and these characters."""
    from fontTools.subset import Options, Subsetter

    with _opened(file) as font:
        characters = frozenset(wanted & font.getBestCmap().keys())
        if not any(chr(character).isalnum() or character > 0x2000 for character in characters):
            return b"", frozenset()
        options = Options(layout_features=["*"], notdef_outline=True, hinting=False)
        options.drop_tables += ["FFTM"]  # FontForge's timestamp: fontTools warns about it
        # Bits of version 4, which fontTools warns about in fonts that say they are older.
        font["OS/2"].fsSelection &= 0xFFFF if font["OS/2"].version >= 4 else 0x7F
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        font.flavor = "woff2"
        stream = io.BytesIO()
        font.save(stream)
    return stream.getvalue(), characters


def _rule(face: _Face, subset: bytes) -> str:
    style = "italic" if face.italic else "normal"
    weight = " ".join(map(str, face.weights or (face.weight,)))
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {weight}; '
        f"font-style: {style}; font-display: swap; "
        f'src: url("{_data_url(subset, "font/woff2")}") format("woff2"); }}'
    )
