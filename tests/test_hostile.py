"""Files and themes of strangers: they execute nothing, read nothing else, ask no server, end.

The corpus in data/hostile/ says in each file with what message it is met; an empty message means
that it is harmless.
"""

from __future__ import annotations

import gc
import os
import re
import socket
import struct
import sys
import threading
import time
import zlib
from contextlib import contextmanager, suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from jobs import make_job
from pdf import Pdf
from PIL import Image
from sampling import sampled

from cvkit import importers, markup
from cvkit.apps.cli import MEGABYTES
from cvkit.compose.html import compose
from cvkit.document import Document
from cvkit.errors import CvkitError, InputError, RenderError, ThemeError
from cvkit.export import attachments
from cvkit.export.html import to_html
from cvkit.export.png import to_png
from cvkit.importers.documents import docx
from cvkit.importers.kit import decode, zip_archive
from cvkit.load import references
from cvkit.load.load import MAX_PROBLEMS, load
from cvkit.markup import formula
from cvkit.model import CV, links
from cvkit.model.names import split_marks
from cvkit.pipeline import sources
from cvkit.pipeline.prepare import build
from cvkit.pipeline.project import bundled_themes
from cvkit.pipeline.render import render
from cvkit.select import Choice, choose
from cvkit.source import nodes
from cvkit.source import text as source
from cvkit.system import images as pictures
from cvkit.system.images import MAX_PIXELS, check_picture
from cvkit.system.limits import TooLongError, deadline
from cvkit.theme import fonts, manifest, sandbox
from cvkit.theme.fonts import find_fonts
from cvkit.theme.theme import find_theme, set_options
from cvkit.typeset.pool import Limits
from cvkit.typeset.weasyprint import typeset

CORPUS = Path(__file__).parent / "data" / "hostile"
SECRET = "the-canary-sings"
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


def files(kind):
    found = sorted((CORPUS / kind).iterdir())
    return [pytest.param(path, id=path.name.partition(".")[0]) for path in found]


def expected(path):
    match = re.search(r"expect: (.*?)\s*(?:\*/|#\}|-->|%|$)", path.read_text("utf-8"), re.MULTILINE)
    return match[1].replace("&lt;", "<")


# What the process does, told by Python itself

_watched = []
_FORBIDDEN = re.compile(r"socket\.(connect|getaddrinfo)|subprocess|os\.(system|exec|posix_spawn)")


def _audit(event, arguments):
    for told in _watched or ():  # nothing is left of it when Python ends
        if event == "open":
            told.append(("open", str(arguments[0])))
        elif _FORBIDDEN.match(event):
            told.append((event, repr(arguments)))


sys.addaudithook(_audit)


@contextmanager
def harmless(canary):
    """Nothing within opens the canary's files, starts a program, or asks a server."""
    told = []
    _watched.append(told)
    try:
        yield
    finally:
        _watched.remove(told)
    bad = [
        (event, what)
        for event, what in told
        if event != "open" or what.startswith(str(canary)) or what == "/etc/passwd"
    ]
    assert bad == []


@pytest.fixture
def person(tmp_path):
    """A person's folder with, outside of it, files that nobody may read."""
    for name in ("canary.yaml", "canary.css", "canary.txt"):
        (tmp_path / name).write_text(f"name: {SECRET}\n")
    Image.new("RGB", (9, 9), "navy").save(tmp_path / "canary.png")
    folder = tmp_path / "person"
    folder.mkdir()
    return folder


@pytest.fixture
def stranger(tmp_path):
    """Write a theme of a stranger; return the theme."""

    def write(files, name="stranger"):
        folder = tmp_path / "themes" / name
        for path, content in {"theme.toml": '[theme]\ninherit = "base"\n', **files}.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, "utf-8")
        return find_theme(name, [tmp_path / "themes", bundled_themes()])

    return write


def composed(theme, folder, own_css="", **data):
    cv = CV.model_validate({"name": "Ada Lovelace", **data})
    return compose(cv, theme, set_options(theme, {}), folder, own_css)


# YAML


@pytest.mark.parametrize("path", sampled(files("yaml"), 12))
def test_a_hostile_file_is_met_with_its_message(path, person):
    target = person / path.name
    target.write_bytes(path.read_bytes())
    with harmless(person.parent / "canary"), deadline(60, "a hostile file"):
        try:
            html = build(make_job(target, "modern", (bundled_themes(),), (), ())).html
        except CvkitError as error:
            problems, html = error.problems, ""
        else:
            problems = ()
    if message := expected(path):
        assert any(message in problem.message and problem.line for problem in problems), problems
    else:
        assert not problems
    assert SECRET not in str(problems)
    assert "<script>alert" not in html
    assert not Path("executed").exists()


LONG = 20_000
FLOODS = {
    "brackets": "[" * LONG,
    "closed brackets": "[" * 3000 + "a" + "]" * 3000,
    "links": "[a](" * (LONG // 4),
    "empty links": "[](" * (LONG // 3),
    "stars": "*" * LONG,
    "stars and letters": "**a" * (LONG // 3),
    "mixed emphasis": "*a _b " * (LONG // 6),
    "underscores": "_" * LONG,
    "backticks": "".join("`" * n + "a" for n in range(250)),
    "dollars": "$" * LONG,
    "amounts": "$1 " * (LONG // 3),
    "backslashes": "\\" * LONG,
    "addresses": "http://" * (LONG // 7),
    "dotted address": "www." + "a." * (LONG // 2),
    "closed address": "http://a.b/" + ")" * LONG,
    "angles": "<http://a.b" * (LONG // 11),
    "spaces": "a" + " " * LONG + "b",
    "lines": "a\n" * (LONG // 2),
    "bullets": "- a\n" * (LONG // 4),
    "nested bullets": "\n".join("  " * n + "- a" for n in range(200)),
    "carets": "a^x" * (LONG // 3),
    "accents": "a" + "\u0301" * LONG,
    "one word": "x" * LONG,
    "logos": r"\LaTeX" * (LONG // 6),
}


@pytest.mark.parametrize("name", sampled(FLOODS, 10))
def test_no_text_makes_markup_slow(name):
    begun = time.process_time()
    markup.inline(FLOODS[name])
    markup.prose(FLOODS[name])
    markup.plain(FLOODS[name])
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("function", [links.host, links.arxiv_url, links.doi_url, links.tel_url,
                                      split_marks])  # fmt: skip
@pytest.mark.parametrize("text", [" " * LONG + "x", "1 " * LONG, " [" * LONG, "* " * LONG + "x",
                                  "x1" * LONG, "ext " * LONG])  # fmt: skip
def test_no_text_makes_our_patterns_slow(function, text):
    begun = time.process_time()
    function(text)
    assert time.process_time() - begun < 0.5


def test_a_text_has_a_limit(problems_of):
    (problem,) = problems_of(f"name: Ada\nheadline: {'x' * 50_001}\n")
    assert (problem.line, problem.message) == (2, "this text is longer than 50000 characters")


def test_many_problems_are_told_in_part_and_at_once(problems_of):
    with deadline(60, "reporting"):
        problems = problems_of("name: Ada\n" + "".join(f"k{n}: x\n" for n in range(20_000)))
    assert len(problems) == 101
    assert problems[0].line == 2
    assert problems[-1].message == "only the first 100 problems are shown"


def test_variants_that_share_their_parents_are_resolved_once(load_text):
    pairs = "".join(f"  v{n}: {{extends: [v{n + 1}, v{n + 2}]}}\n" for n in range(60))
    cv = load_text(f"name: A\nvariants:\n{pairs}  v60: {{}}\n  v61: {{}}\n")
    with deadline(60, "resolving"):  # otherwise as many steps as the 60th number of Fibonacci
        choose(cv, Choice("v0"))


def test_very_many_bullets_take_no_more_time_each(write_cv):
    """Compares processor time, which a busy machine changes little."""

    def compose(count):
        bullets = "    - x\n" * count
        path = write_cv(
            f"name: A\nsections:\n- kind: experience\n  entries:\n  - position: x\n"
            f"    highlights:\n{bullets}"
        )
        begun = time.process_time()
        html = build(make_job(path, "modern", (bundled_themes(),), (), ())).html
        assert html.count("<li") >= count
        return time.process_time() - begun

    compose(100)  # imports, and compiles the templates
    few, many = compose(3_000), compose(24_000)
    assert many < 8 * 3 * few


@pytest.mark.slow
def test_a_very_long_cv_ends_with_a_message(write_cv, tmp_path):
    many = "- kind: experience\n  entries:\n  - {position: x}\n" * 10_000
    path = write_cv(f"name: A\nsections:\n{many}")
    out = tmp_path / "a.pdf"
    job = make_job(path, "modern", (bundled_themes(),), (), (("pdf", out),))
    (result,) = render([job], Limits(seconds=5))
    assert "took longer than 5 s" in str(result.error)
    assert not out.exists()


def test_a_long_word_is_set(person):
    theme = find_theme("modern", [bundled_themes()])
    document = composed(theme, person, headline="x" * 4_000)
    assert typeset(document).pages >= 1


# Templates


@pytest.mark.parametrize("path", files("templates"))
def test_a_hostile_template_is_met_with_its_message(path, person, stranger):
    theme = stranger({"cv.html.j2": path.read_text("utf-8")})
    message = expected(path)
    seconds = 1 if "took longer" in message else 60  # the others end by themselves
    with (
        harmless(person.parent / "canary"),
        pytest.raises((ThemeError, TooLongError)) as caught,
        deadline(seconds, "composing"),
    ):
        composed(theme, person)
    assert message in str(caught.value)
    assert not Path("executed").exists()


def test_fields_and_properties_of_the_model_can_be_read(person, stranger):
    theme = stranger({"cv.html.j2": "{{ cv.name }} {{ cv.sections[0].names }} {{ '%03d' % 7 }}"})
    html = composed(theme, person, sections=[{"kind": "custom", "id": "one"}]).html
    assert "Ada Lovelace" in html
    assert "one" in html
    assert "007" in html


def test_a_template_that_never_ends_costs_its_job_only(write_cv, stranger, tmp_path):
    endless = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
    stranger({"cv.html.j2": endless})
    roots = (tmp_path / "themes", bundled_themes())
    source = write_cv("name: Ada\n")
    jobs = [
        make_job(source, theme, roots, (), (("html", tmp_path / f"{theme}.html"),))
        for theme in ("stranger", "modern")
    ]
    first, second = render(jobs, Limits(compose_seconds=1))
    assert "reading and composing took longer than 1 s" in str(first.error)
    assert str(source) in str(first.error)
    assert second.files == (tmp_path / "modern.html",)


# Style sheets and what they name


@pytest.mark.parametrize("path", files("css"))
@pytest.mark.parametrize("whose", sampled(["theme", "person"], 8))
def test_a_hostile_style_sheet_reads_nothing(path, whose, person, stranger):
    canary = person.parent / "canary"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        css = path.read_text("utf-8").replace("SERVER", url).replace("CANARY", str(canary))
        theme = stranger({"style.css": css if whose == "theme" else ""})
        document = composed(theme, person, css if whose == "person" else "")
        with harmless(canary):
            result = typeset(document)
            page = to_html(document).decode()
        with pytest.raises(TimeoutError):
            server.accept()
    assert any(expected(path) in warning for warning in result.warnings) or not expected(path)
    assert SECRET not in page
    assert SECRET.encode() not in result.pdf
    assert "</style><script" not in page
    assert len(list(re.finditer("</style>", page))) == 1


ATTACHED = """<!DOCTYPE html><html lang="en"><head><title>x</title>
<link rel="attachment" href="{url}"></head>
<body><a rel="attachment" href="{url}">text</a><object data="{url}"></object>
<embed src="{url}"><img alt="x" src="{url}"></body></html>"""


@pytest.mark.parametrize("where", ["canary.txt", "person/notes.txt", "person/other.yaml",
                                   "person/.ssh/id_rsa", "person/link.txt"])  # fmt: skip
def test_no_file_is_attached_not_even_from_the_persons_folder(where, person, stranger):
    path = person.parent / where
    path.parent.mkdir(exist_ok=True)
    if where.endswith("link.txt"):
        path.symlink_to(person.parent / "canary.txt")
    else:
        path.write_text(SECRET)
    theme = stranger({"cv.html.j2": ATTACHED.format(url=path.as_uri())})
    document = composed(theme, person)
    result = typeset(document)
    assert SECRET.encode() not in result.pdf
    assert not Pdf(result.pdf).objects.attachments
    beside = path.relative_to(person) if path.is_relative_to(person) else f"../{path.name}"
    theme = stranger({"cv.html.j2": ATTACHED.format(url=beside)})
    document = composed(theme, person)
    assert not Pdf(typeset(document).pdf).objects.attachments
    with suppress(RenderError):  # "is is not a supported picture"
        assert SECRET.encode() not in to_html(document)


# HTML for browsers


def test_a_page_forbids_scripts_and_servers(person, stranger):
    theme = stranger(
        {"header.html.j2": "<script>alert(1)</script><img src='http://127.0.0.1:9/x.png' alt=''>"}
    )
    page = to_html(composed(theme, person)).decode()
    policy = page.index("Content-Security-Policy")
    assert policy < page.index("<script>alert")
    assert "default-src 'none'" in page
    assert "script-src" not in page


@pytest.mark.parametrize(
    "head",
    [
        "<script>alert(1)</script><!DOCTYPE html><html><head></head>",
        "<!DOCTYPE html><html><script>alert(1)</script><head></head>",
        '<!DOCTYPE html><html a="><head>"><script>alert(1)</script><head></head>',
        "<!DOCTYPE html><html><body><script>alert(1)</script></body></html>",
    ],
)
def test_nothing_goes_before_what_forbids(head, person, stranger):
    theme = stranger({"cv.html.j2": head})
    with pytest.raises(RenderError, match="does not start with a complete HTML head"):
        to_html(composed(theme, person))


# Links in the file system


def test_a_style_sheet_behind_a_link_is_refused(person):
    source = person / "ada.yaml"
    source.write_text("name: Ada\n")
    (person / "ada.css").symlink_to(person.parent / "canary.css")
    with pytest.raises(ThemeError, match="a link to outside its folder"):
        build(make_job(source, "modern", (bundled_themes(),), (), ()))


@pytest.mark.parametrize("name", ["style.css", "theme.toml"])
def test_a_themes_file_behind_a_link_is_refused(name, person, stranger, tmp_path):
    folder = stranger({}).folders[0]
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(tmp_path / "canary.css")
    with pytest.raises(ThemeError, match="a link to outside its folder"):
        composed(find_theme("stranger", [tmp_path / "themes", bundled_themes()]), person)


def test_a_theme_behind_a_link_is_refused(tmp_path, stranger):
    """Without a manifest it would lay itself over a bundled theme, and all in it could be read."""
    stranger({})
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (tmp_path / "themes" / "modern").symlink_to(secrets)
    with pytest.raises(ThemeError, match="a link to outside the folder of themes"):
        find_theme("modern", [tmp_path / "themes", bundled_themes()])


def test_a_folder_of_fonts_behind_a_link_is_not_searched(tmp_path, stranger):
    theme = stranger({})
    (theme.folders[0] / "fonts").symlink_to("/")
    with pytest.raises(ThemeError, match="is a link to outside the theme"):
        find_fonts(theme.folders, theme.fonts, theme.system_fonts)


@pytest.mark.parametrize("field", ["photo", "signature"])
def test_a_picture_behind_a_link_is_refused(field, person):
    (person / "link.png").symlink_to(person.parent / "canary.png")
    letter = field == "signature"
    text = f"kind: letter\nbody: x\n{field}: link.png\n" if letter else f"{field}: link.png\n"
    path = person / "ada.yaml"
    path.write_text(text)
    from cvkit.load.load import load_letter

    with pytest.raises(InputError, match="is outside of the folder of this file"):
        (load_letter if letter else load)(path)


# Pictures


def png_of(width, height):
    """Return a PNG of a few bytes that says it is so large."""

    def chunk(kind, data):
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(100_000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def saved(kind, size=(9, 7), **options):
    stream = BytesIO()
    Image.new("RGB", size, "navy").save(stream, kind, **options)
    return stream.getvalue()


def fake_jpeg(width, height):
    return b"\xff\xd8\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + bytes(20)


def fake_webp(width, height):
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + bytes(4) + b"WEBPVP8X" + bytes(8) + sides


FRAME = b"\x21\xf9\4\0\0\0\0\0\x2c" + bytes(4) + struct.pack("<HHB", 1, 1, 0) + b"\2\2\x44\1\0"
FRAMES = b"GIF89a" + struct.pack("<HH", 1, 1) + b"\x80\0\0" + bytes(6) + FRAME * 101
PICTURES = {
    "png bomb": (png_of(50_000, 50_000), "has 50000 × 50000 pixels; the limit is 50 million"),
    "jpeg bomb": (fake_jpeg(60_000, 60_000), "has 60000 × 60000 pixels"),
    "webp bomb": (fake_webp(16_000, 16_000), "has 16000 × 16000 pixels"),
    "gif bomb": (b"GIF89a" + struct.pack("<HH", 65_000, 65_000), "has 65000 × 65000 pixels"),
    "gif of many frames": (FRAMES, "has more than 100 frames"),
    "no pixels": (png_of(0, 9), "is a broken picture"),
    "truncated png": (png_of(9, 9)[:20], "is a broken picture"),
    "truncated jpeg": (saved("JPEG")[:30], "is a broken picture"),
    "truncated webp": (saved("WEBP")[:14], "is a broken picture"),
    "endless jpeg": (b"\xff\xd8\xff\xe0\x00\x00" * 50, "is a broken picture"),
    "tiff": (saved("TIFF"), "is not a supported picture: PNG, JPEG, GIF, WebP or SVG"),
    "bmp": (saved("BMP"), "is not a supported picture"),
    "zipped svg": (zlib.compress(b"<svg/>"), "is not a supported picture"),
    "empty": (b"", "is not a supported picture"),
    "text": (SECRET.encode(), "is not a supported picture"),
    "utf-16": (
        "<svg xmlns='http://www.w3.org/2000/svg'/>".encode("utf-16"),
        "is not a supported picture",
    ),
    "deep svg": (b"<svg>" + b"<g>" * 5000 + b"</g>" * 5000 + b"</svg>", "is an SVG that expands"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_hostile_picture_is_refused_before_it_is_decoded(name, person):
    content, message = PICTURES[name]
    (person / "photo.png").write_bytes(content)
    source = person / "ada.yaml"
    source.write_text("name: Ada\nphoto: photo.png\n")
    with deadline(60, "reading"), pytest.raises(InputError) as caught:
        load(source)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (2, 8)
    assert problem.message.startswith('"photo.png" ')
    assert message in f"{problem.message}; {problem.hint}"


@pytest.mark.parametrize("path", files("pictures"))
def test_a_hostile_drawing_is_met_with_its_message(path):
    with harmless("/nonexistent"), pytest.raises(ValueError, match=re.escape(expected(path))):
        check_picture(path.read_bytes())


@pytest.mark.parametrize(
    "content",
    [saved("PNG"), saved("JPEG"), saved("JPEG", progressive=True), saved("GIF"), saved("WEBP"),
     saved("WEBP", lossless=True), saved("PNG", (7000, 7000)),
     (b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x/svg11.dtd">'
     b'<svg xmlns="http://www.w3.org/2000/svg"><defs><path id="a"/></defs><use href="#a"/>'
     b'<rect fill="url(#a)"/><a href="https://example.org"/></svg>')],
    ids=["png", "jpeg", "progressive", "gif", "webp", "lossless", "large", "svg"],
)  # fmt: skip
def test_pictures_as_people_have_them_are_taken(content):
    check_picture(content)


def test_the_kind_is_told_by_content_and_not_by_name(person):
    (person / "photo.svg").write_bytes(saved("JPEG"))
    source = person / "ada.yaml"
    source.write_text("photo: photo.svg\n")
    document = build(make_job(source, "modern", (bundled_themes(),), (), ()))
    assert "data:image/jpeg;base64," in to_html(document).decode()
    assert typeset(document).warnings == ()


def test_a_device_or_a_pipe_is_no_picture(person):
    os.mkfifo(person / "pipe.png")
    source = person / "ada.yaml"
    source.write_text("photo: pipe.png\n")
    with pytest.raises(InputError, match="not found"):
        load(source)


def test_a_bomb_in_a_themes_style_sheet_is_not_decoded(person, stranger):
    theme = stranger({"style.css": "body { background: url(bomb.png) }"})
    (person / "bomb.png").write_bytes(png_of(40_000, 40_000))
    result = typeset(composed(theme, person))
    assert any(f"the limit is {MAX_PIXELS // 1_000_000} million" in w for w in result.warnings)


def test_the_sides_of_a_picture_follow_its_camera(person):
    """EXIF says which side is up; the picture is read whatever it says."""
    exif = Image.Exif()
    exif[0x0112] = 6
    (person / "photo.jpg").write_bytes(saved("JPEG", (40, 20), exif=exif.tobytes()))
    source = person / "ada.yaml"
    source.write_text("name: Ada\nphoto: photo.jpg\n")
    assert typeset(build(make_job(source, "modern", (bundled_themes(),), (), ()))).warnings == ()


# Pages


def test_a_page_as_large_as_a_house_is_not_painted(person, stranger):
    theme = stranger({})
    document = composed(theme, person)
    huge = replace(document, stylesheets=(*document.stylesheets, "@page { size: 9000mm 9000mm }"))
    assert isinstance(huge, Document)
    with pytest.raises(RenderError, match="is too large for a PNG"):
        to_png(typeset(huge).pdf)


# What the documentation says


@pytest.mark.parametrize(
    "said",
    [
        f"{source.MAX_BYTES // 1_000_000} MB, {nodes.MAX_DEPTH} levels, {nodes.MAX_NODES} values",
        f"one text | {nodes.MAX_TEXT} characters",
        f"a formula | {formula.MAX_LENGTH} characters, {formula.MAX_BOXES} boxes",
        f"formulas of a text | {markup.MAX_FORMULAS} |",
        f"redactions | {references.MAX_VARIANTS} each",
        f"at once | {MAX_PROBLEMS} |",
        f"a theme | {manifest.MAX_BYTES // 1_000_000} MB",
        f"{pictures.MAX_BYTES // 1_000_000} MB, {MAX_PIXELS // 1_000_000} million pixels",
        f"{pictures.MAX_FRAMES} frames",
        f"{pictures.MAX_SVG_BYTES // 1_000_000} MB, {pictures.MAX_SVG_ELEMENTS} elements",
        f"(`range`, `center`, …) | {sandbox.MAX_NUMBER}",
        f"as HTML | {sandbox.MAX_HTML // 1_000_000} MB",
        f"one file | {sources.SECONDS:g} s",
        f"a manifest | {manifest.MAX_MANIFEST_BYTES / 1_000_000:g} MB",
        f"fonts of a theme | {fonts.MAX_FILES} files",
        f"{decode.MAX_BYTES // 10**6} MB; {decode.MAX_TEXT_BYTES // 10**6} MB",
        f"{zip_archive.MAX_MEMBERS} files, {zip_archive.MAX_TOTAL // 10**6} MB unpacked",
        f"unpacked, {docx.MAX_LINES} lines",
        f"`extract` | {attachments.MAX_ATTACHMENTS} files",
        f"writing | {importers.SECONDS:g} s each, {importers.MEGABYTES} MB",
        f"`extract` | {attachments.SECONDS:g} s, {attachments.MEGABYTES} MB",
        f"one CV | {Limits().compose_seconds:g} s",
        f"the formats | {Limits().seconds:g} s",
        f"process | {MEGABYTES} MB",
        f"process | {Limits().megabytes} MB",
    ],
)
def test_the_documented_limits_are_those_of_the_code(said, root):
    assert said in (root / "docs" / "security.md").read_text("utf-8")


# Time


def test_an_inner_deadline_does_not_end_an_outer_one():
    def both():
        with deadline(5, "inner"):
            pass
        time.sleep(3)

    with pytest.raises(TooLongError, match="outer"), deadline(0.3, "outer"):
        both()


def test_an_inner_deadline_is_told_as_such():
    with deadline(5, "outer"), pytest.raises(TooLongError, match="inner"), deadline(0.1, "inner"):
        time.sleep(3)


def test_a_deadline_is_heard_through_those_who_catch_everything():
    def stubborn():
        while True:
            with suppress(Exception):
                time.sleep(3)

    with pytest.raises(TooLongError), deadline(0.1, "this"):
        stubborn()


def test_a_deadline_that_ends_during_garbage_collection_is_noticed_after_it():
    """An exception there is printed by Python and lost; pytest would report it."""
    collected = threading.Event()

    def slow_callback(phase, _info):
        if phase == "start" and not collected.is_set():
            end = time.monotonic() + 0.3
            while time.monotonic() < end:
                pass
            collected.set()

    def collecting():
        gc.collect()
        time.sleep(10)

    gc.callbacks.append(slow_callback)
    try:
        with pytest.raises(TooLongError, match="this"), deadline(0.1, "this"):
            collecting()
    finally:
        gc.callbacks.remove(slow_callback)
    assert collected.is_set()


def test_a_deadline_that_ends_in_a_finalizer_is_noticed_after_it():
    class Slow:
        finished = False

        def __del__(self):
            end = time.monotonic() + 0.3
            while time.monotonic() < end:
                pass
            Slow.finished = True

    def deleting():
        Slow().__init__()  # deleted at the end of the line
        time.sleep(10)

    with pytest.raises(TooLongError, match="this"), deadline(0.1, "this"):
        deleting()
    assert Slow.finished


def test_a_deadline_that_the_body_ignored_is_an_error_afterwards():
    def ignoring():
        with suppress(BaseException):
            time.sleep(10)

    with pytest.raises(TooLongError, match="this"), deadline(0.1, "this"):
        ignoring()
