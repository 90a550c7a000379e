"""The styles and the numbering of a document: where its look is changed in a word processor."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from .look import Look

__all__ = [
    "BULLETS",
    "DEPTH",
    "HANG",
    "NAMESPACES",
    "NUMBERS",
    "STEP",
    "STYLED",
    "font_table",
    "numbering",
    "styles",
]  # fmt: skip

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
BULLETS, NUMBERS = 1, 2
DEPTH = 9  # levels that a list can have
STYLED = 3  # of them with their own style
_SIGNS = "•–▪"
HANG = 350  # twips between the left edge and the text of a numbered citation
STEP = 250  # twips by which a list is indented, and its sign hangs


def styles(look: Look, language: str, rtl: bool) -> str:
    """Return ``styles.xml``: the theme's options as styles with the names that Word uses."""
    tag = quoteattr(language)
    fonts = _fonts(look.font, look)
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:color w:val='{look.ink}'/>"
        f"<w:sz w:val='{look.size}'/><w:szCs w:val='{look.size}'/>"
        f"<w:lang w:val={tag} w:eastAsia={tag} w:bidi={tag}/></w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr><w:spacing w:after='0' w:line='{look.line}' w:lineRule='auto'/>"
        "</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    body = "".join((*_paragraphs(look, rtl), *_characters(look)))
    return f"<w:styles {NAMESPACES}>{defaults}{body}</w:styles>"


def _fonts(name: str, look: Look) -> str:
    latin = quoteattr(name)
    return (
        f"<w:rFonts w:ascii={latin} w:hAnsi={latin} w:eastAsia={quoteattr(look.east_asian)} "
        f"w:cs={quoteattr(look.complex_script)}/>"
    )


def _paragraphs(look: Look, rtl: bool) -> Iterator[str]:
    u, quiet = look.unit, f"<w:color w:val='{look.quiet}'/>"
    edge = f"<w:tabs><w:tab w:val='right' w:pos='{look.text_width}'/></w:tabs>"
    justify = "<w:jc w:val='both'/>" if look.justify else ""
    together = "<w:keepNext/><w:keepLines/>"
    direction = "<w:bidi/>" if rtl else ""
    yield _style("Normal", "Normal", direction + justify, "", default=True)
    yield _style("Title", "Title", together + _space(0, u // 2) + _ragged(look),
                 _heading(look, 2.4, look.accent))  # fmt: skip
    yield _style("Subtitle", "Subtitle", _space(0, u) + _ragged(look), quiet + _size(look, 1.15))
    yield _style("Contact", "Contact", _space(0, u) + _ragged(look), quiet)
    yield from _headings(look, edge, together)
    yield _style("EntryDetail", "Entry Detail", together + edge + _ragged(look), quiet)
    yield _style(
        "EntryRow", "Entry Row", "<w:keepLines/>" + edge + _space(u // 2, 0) + _ragged(look), ""
    )
    hang = f"<w:ind w:left='{HANG}' w:hanging='{HANG}'/>"
    yield _style("Citation", "Citation", "<w:keepLines/>" + _space(u, 0) + hang + _ragged(look), "")
    yield _style("BodyText", "Body Text", _space(u // 2, 0), "")
    yield _style("Fact", "Fact", _space(u // 4, 0), "")
    yield _style("Note", "Note", _space(u // 4, 0), quiet + _size(look, 0.9))
    yield _style("Tagline", "Tagline", "<w:keepNext/>" + _space(u // 4, 0), quiet)
    quote = _space(u // 2, 0) + f"<w:ind w:left='{STEP}' w:right='{STEP}'/>"
    yield _style("Quote", "Quote", quote, "<w:i/><w:iCs/>")
    code = "<w:rFonts w:ascii='Consolas' w:hAnsi='Consolas'/>" + _size(look, 0.9)
    yield _style("Code", "Code", _space(u // 2, 0) + _ragged(look), code)
    yield _style("Footer", "footer", edge, quiet + _size(look, 0.85))
    for level in range(STYLED):
        for kind, name, num in (("ListBullet", "List Bullet", BULLETS),
                                ("ListNumber", "List Number", NUMBERS)):  # fmt: skip
            suffix = str(level + 1) if level else ""
            number = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{num}'/></w:numPr>"
            yield _style(kind + suffix, f"{name} {suffix}".strip(), number + _space(u // 4, 0), "")
    yield _style("ListContinue", "List Continue", _space(u // 4, 0), "")


def _headings(look: Look, edge: str, together: str) -> Iterator[str]:
    u = look.unit
    letters = {"caps": "<w:caps/>", "small-caps": "<w:smallCaps/>"}.get(look.letters, "")
    border = (
        f"<w:pBdr><w:bottom w:val='single' w:sz='4' w:space='1' w:color='{look.accent}'/></w:pBdr>"
    )
    outline = "<w:outlineLvl w:val='{}'/>".format
    yield _style("Heading1", "heading 1", together + border + _space(4 * u, u) + _ragged(look)
                 + outline(0), _heading(look, 1.3, look.accent, letters))  # fmt: skip
    for level in range(2, 7):
        before = _space(2 * u if level == 2 else u + u // 2, 0)
        run = _heading(look, 1.05 if level == 2 else 1.0, look.ink)
        paragraph = together + edge + before + _ragged(look) + outline(level - 1)
        yield _style(f"Heading{level}", f"heading {level}", paragraph, run)


def _characters(look: Look) -> Iterator[str]:
    quiet = f"<w:b w:val='0'/><w:bCs w:val='0'/><w:color w:val='{look.quiet}'/>"
    yield _character("Hyperlink", "Hyperlink", f"<w:color w:val='{look.accent}'/>")
    yield _character("EntryDate", "Entry Date", quiet + f"<w:sz w:val='{look.size}'/>")
    yield _character("EntryPlace", "Entry Place", quiet + f"<w:sz w:val='{look.size}'/>")
    badge = f"<w:b/><w:bCs/><w:color w:val='{look.accent}'/>" + _size(look, 0.85)
    yield _character("Badge", "Badge", badge)
    yield _character("CodeChar", "Code Char", "<w:rFonts w:ascii='Consolas' w:hAnsi='Consolas'/>")


def _style(name: str, shown: str, paragraph: str, run: str, default: bool = False) -> str:
    # The order of elements in w:pPr and w:rPr is that of the schema (ISO/IEC 29500-1, 17.3).
    basis = "" if default else "<w:basedOn w:val='Normal'/>"
    chief = " w:default='1'" if default else ""
    return (
        f"<w:style w:type='paragraph' w:styleId='{name}'{chief}><w:name w:val='{shown}'/>{basis}"
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _character(name: str, shown: str, run: str) -> str:
    return (
        f"<w:style w:type='character' w:styleId='{name}'><w:name w:val='{shown}'/><w:qFormat/>"
        f"<w:rPr>{run}</w:rPr></w:style>"
    )


def _space(before: int, after: int) -> str:
    return f"<w:spacing w:before='{before}' w:after='{after}'/>"


def _ragged(look: Look) -> str:
    """Return left alignment for a paragraph, if running text is justified."""
    return "<w:jc w:val='start'/>" if look.justify else ""


def _size(look: Look, ratio: float) -> str:
    size = round(look.size * ratio)
    return f"<w:sz w:val='{size}'/><w:szCs w:val='{size}'/>"


def _heading(look: Look, ratio: float, color: str, letters: str = "") -> str:
    fonts = _fonts(look.heading_font, look)
    return f"{fonts}<w:b/><w:bCs/>{letters}<w:color w:val='{color}'/>{_size(look, ratio)}"


def font_table(look: Look) -> str:
    """Return ``fontTable.xml``: the class of each font, for machines that do not have it."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:family w:val='{look.family(name)}'/></w:font>"
        for name in dict.fromkeys((look.font, look.heading_font))
    )
    return f"<w:fonts {NAMESPACES}>{fonts}</w:fonts>"


def numbering(starts: list[int]) -> str:
    """Return ``numbering.xml``: bullets, numbers, and a list for each of ``starts``."""
    lists = [
        f"<w:abstractNum w:abstractNumId='{number}'><w:multiLevelType w:val='multilevel'/>"
        f"{''.join(_level(number, level) for level in range(DEPTH))}</w:abstractNum>"
        for number in (BULLETS, NUMBERS)
    ]
    used = [f"<w:num w:numId='{n}'><w:abstractNumId w:val='{n}'/></w:num>"
            for n in (BULLETS, NUMBERS)]  # fmt: skip
    for number, start in enumerate(starts, start=NUMBERS + 1):
        overrides = "".join(
            f"<w:lvlOverride w:ilvl='{level}'><w:startOverride w:val='{start}'/></w:lvlOverride>"
            for level in range(DEPTH)
        )
        used.append(
            f"<w:num w:numId='{number}'><w:abstractNumId w:val='{NUMBERS}'/>{overrides}</w:num>"
        )
    return f"<w:numbering {NAMESPACES}>{''.join(lists + used)}</w:numbering>"


def _level(kind: int, level: int) -> str:
    is_bullet = kind == BULLETS
    sign = _SIGNS[min(level, len(_SIGNS) - 1)] if is_bullet else f"%{level + 1}."
    suffix = str(level + 1) if level else ""
    linked = f"List{'Bullet' if is_bullet else 'Number'}{suffix}"
    style = f"<w:pStyle w:val='{linked}'/>" if level < STYLED else ""
    indent = STEP * (level + 1)
    return (
        f"<w:lvl w:ilvl='{level}'><w:start w:val='1'/>"
        f"<w:numFmt w:val='{'bullet' if is_bullet else 'decimal'}'/>{style}"
        f"<w:lvlText w:val='{sign}'/><w:lvlJc w:val='left'/>"
        f"<w:pPr><w:ind w:left='{indent}' w:hanging='{STEP}'/></w:pPr></w:lvl>"
    )
