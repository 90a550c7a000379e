"""Pictures of strangers: recognized by content, measured as the decoder does, counted as drawn."""

from __future__ import annotations

import base64
import io
import struct
import zlib

import pytest
from PIL import Image

from cvkit.document import Document
from cvkit.errors import InvalidValueError
from cvkit.system.images import MAX_SVG_ELEMENTS, check_picture, check_resource
from cvkit.theme.fonts import find_fonts
from cvkit.typeset.weasyprint import typeset

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'


def saved(form, size=(4, 4), frames=1, **settings):
    stream = io.BytesIO()
    pictures = [Image.new("RGB", size, (n % 256, n // 256, 7)) for n in range(frames)]
    more = {"save_all": True, "append_images": pictures[1:]} if frames > 1 else {}
    pictures[0].save(stream, form, **more, **settings)
    return stream.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def ihdr(width, height):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


PNG = b"\x89PNG\r\n\x1a\n"
DATA = chunk(b"IDAT", zlib.compress(b"\0" * 50)) + chunk(b"IEND", b"")


def sof(width, height):
    return b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"


def gif(frames, *, control):
    """A GIF of one pixel, with or without extensions before its frames."""
    frame = b"\x2c" + bytes(4) + struct.pack("<HHB", 1, 1, 0) + b"\2\2\x44\1\0"
    extension = b"\x21\xf9\4\0\0\0\0\0" if control else b""
    head = b"GIF89a" + struct.pack("<HH", 1, 1) + b"\x80\0\0" + bytes(6)
    return head + (extension + frame) * frames + b"\x3b"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_pictures_as_programs_save_them_are_accepted(form):
    data = saved(form, (40, 30))
    assert check_picture(data) == check_resource(data) == f"image/{form.lower()}"
    assert check_picture(saved(form, frames=1 if form == "JPEG" else 20))


@pytest.mark.parametrize(
    "data",
    [
        PNG + ihdr(13_000, 13_000) + DATA,
        PNG + chunk(b"tEXt", b"a\0b" + struct.pack(">II", 4, 4)) + ihdr(13_000, 13_000) + DATA,
        PNG + ihdr(4, 4) + ihdr(13_000, 13_000) + DATA,
        b"\xff\xd8" + sof(8_000, 8_000) + b"\xff\xda\0\2" + bytes(9),
        b"\xff\xd8" + sof(4, 4) + sof(8_000, 8_000) + b"\xff\xda\0\2" + bytes(9),
        PNG + ihdr(2**31 - 1, 2**31 - 1) + DATA,
    ],
)
def test_pixels_are_those_that_the_decoder_would_decode(data):
    with pytest.raises(InvalidValueError, match=r"million pixels|broken"):
        check_picture(data)


@pytest.mark.parametrize("frames", [101, 5_000])
@pytest.mark.parametrize("control", [True, False])
def test_frames_of_a_gif_are_counted(frames, control):
    with pytest.raises(InvalidValueError, match="more than 100 frames"):
        check_picture(gif(frames, control=control))
    assert check_picture(gif(100, control=control)) == "image/gif"


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_frames_of_an_animation_are_counted(form):
    with pytest.raises(InvalidValueError, match="more than 100 frames"):
        check_picture(saved(form, frames=130, lossless=True))


BOX = '<rect width="1" height="1"/>'


def nested(tag, attribute, levels=30):
    """An SVG in which each element applies the next one twice."""
    parts = [
        f'<{tag} id="a{n}"><path d="M0 0L1 1L2 2" {attribute.format(n + 1)}/>'
        f'<path d="M0 0L1 1" {attribute.format(n + 1)}/></{tag}>'
        for n in range(levels)
    ]
    end = f'<{tag} id="a{levels}">{BOX}</{tag}>'
    return SVG.format("".join(parts) + end + f'<path d="M0 0L1 1" {attribute.format(0)}/>')


@pytest.mark.parametrize(
    ("tag", "attribute"),
    [
        ("marker", 'marker-start="url(#a{})"'),
        ("marker", 'style="marker: url(#a{})"'),
        ("marker", "marker-mid=\"url( '#a{}' )\""),
        ("mask", 'mask="url(#a{})"'),
        ("clipPath", 'clip-path="url(#a{})"'),
        ("pattern", 'fill="url(#a{})"'),
        ("pattern", 'stroke="url(#a{})"'),
        ("filter", 'filter="url(#a{})"'),
    ],
)
def test_elements_are_counted_as_often_as_they_are_applied(tag, attribute):
    with pytest.raises(InvalidValueError, match=f"more than {MAX_SVG_ELEMENTS} elements"):
        check_picture(nested(tag, attribute).encode())
    assert check_picture(nested(tag, attribute, levels=3).encode()) == "image/svg+xml"


STYLED = f'<style>path {{ marker: url(#m) }}</style><marker id="m">{BOX * 200}</marker>'
STYLED += '<path d="M0 0L1 1L2 2L3 3"/>' * 50
LINE = f'<polyline points="{"1,1 " * 300}"/>'
RULES = "".join(f"b{{fill:url(#m{n})}}" for n in range(200))


@pytest.mark.parametrize(
    "body",
    [
        '<use href="#a"/><g id="a"><use href="#a"/></g>',
        STYLED,
        f'<marker id="m">{BOX * 100}</marker><path marker-mid="url(#m)" d="M0 0{"L1 1" * 300}"/>',
        f'<marker id="m">{BOX * 100}</marker><g marker-mid="url(#m)"><g>{LINE}</g></g>',
        f"<style>{RULES}</style>{BOX}",
    ],
)
def test_rules_and_vertices_multiply_what_is_drawn(body):
    with pytest.raises(InvalidValueError):
        check_picture(SVG.format(body).encode())


def test_an_ordinary_drawing_is_not_refused():
    stops = "<stop offset='0'/>" * 9
    drawing = f'<linearGradient id="g">{stops}</linearGradient><clipPath id="c">{BOX}</clipPath>'
    drawing += '<g clip-path="url(#c)"><path fill="url(#g)" d="M0 0L1 1"/></g>' * 3_000
    drawing += f'<marker id="m">{BOX}</marker>' + '<path marker-end="url(#m)" d="M0 0L9 9"/>' * 500
    assert check_picture(SVG.format(drawing).encode()) == "image/svg+xml"


TEXTS = [
    b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n",
    b"P3 2 2 255 " + b"9 9 9 " * 4,
    b"P1 2 2 0 1 0 1",
    b'/* XPM */\nstatic char *x[] = {\n"2 2 1 1",\n"a c #000000",\n"aa",\n"aa"};\n',
    b"#define x_width 8\n#define x_height 1\nstatic char x_bits[] = {\n0xff };\n",
]
OTHERS = [saved(form) for form in ("TIFF", "BMP", "ICO", "PPM", "TGA", "PCX")]


@pytest.mark.parametrize("data", [*TEXTS, *OTHERS, b"\xff\xfe<\0s\0v\0g\0", b" \n<svg", b"<x/>"])
@pytest.mark.parametrize("how", ["data", "file"])
def test_what_is_called_a_style_sheet_is_no_picture(data, how, tmp_path):
    with pytest.raises(InvalidValueError):
        check_resource(data)
    (tmp_path / "x.css").write_bytes(data)
    encoded = base64.b64encode(data).decode()
    url = f"data:text/css;base64,{encoded}" if how == "data" else "x.css"
    html = f'<!DOCTYPE html><html lang=en><title>x</title><body><img alt=x src="{url}">'
    fonts = find_fonts((), ("Source Sans Pro",), ())
    result = typeset(Document(html, (), fonts, tmp_path, (tmp_path,)))
    assert len(result.warnings) == 1
    assert b"/Subtype /Image" not in result.pdf


def test_style_sheets_are_style_sheets(tmp_path):
    for css in (b"", b"a { color: red }", b"@charset 'utf-8'; /* <svg> */", "\ufeffb{}".encode()):
        assert check_resource(css) == "text/css"
    (tmp_path / "x.css").write_text("@import 'y.css'; b { color: #123456 }")
    (tmp_path / "y.css").write_text('i { content: url("data:image/svg+xml,<svg/>") }')
    html = "<!DOCTYPE html><html lang=en><title>x</title><link rel=stylesheet href=x.css><b>a</b>"
    fonts = find_fonts((), ("Source Sans Pro",), ())
    assert typeset(Document(html, (), fonts, tmp_path, (tmp_path,))).warnings == ()
