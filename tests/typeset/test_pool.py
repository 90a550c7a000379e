"""The typesetter, in the process and in workers: what it may take, read and break."""

from __future__ import annotations

import base64
import logging
import os
import resource
import signal
import socket
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pdf import Pdf
from PIL import Image
from pypdfium2 import raw
from sampling import sampled

from cvkit.document import Document, Typeset
from cvkit.errors import RenderError, UsageError
from cvkit.system.limits import deadline
from cvkit.theme.fonts import find_fonts
from cvkit.typeset.pool import Limits, Pool, Task
from cvkit.typeset.weasyprint import typeset

FONTS = find_fonts((), ("Source Sans Pro",), ())
CSS = "body { font-family: 'Source Sans Pro' }"
# Flex boxes in flex boxes take WeasyPrint exponentially long; these, some minutes.
ENDLESS = "<div style='display: flex'>" * 14 + "x" + "</div>" * 14
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are Linux's")
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


def make(body: str, folder: Path = Path("/nonexistent"), css: str = CSS) -> Document:
    html = f"<!DOCTYPE html><html lang=en><title>Test</title><body>{body}"
    return Document(html, (css,), FONTS, folder, (folder,))


class Deadly(Document):
    """Kills whoever unpacks it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _kill, ()


class Greedy(Document):
    """Wants 100 GB to be unpacked."""

    def __reduce__(self) -> tuple[Any, ...]:
        return bytearray, (100_000_000_000,)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def as_kind(kind: type[Document]) -> Document:
    document = make("x")
    return kind(document.html, document.stylesheets, document.fonts, document.base, document.roots)


def outcomes(documents: list[Document], workers: int = 2, **limits: Any) -> list[Any]:
    """Return what became of each document: the typeset text, or the error."""
    with Pool(workers, Limits(**limits)) as pool:
        return [_outcome(task) for task in [pool.typeset(document) for document in documents]]


def _outcome(task: Task[Typeset]) -> Any:
    try:
        return Pdf(task.result().pdf).text.strip()
    except RenderError as error:
        return error


# Results


def test_it_runs_in_the_process_as_well_as_in_a_worker() -> None:
    document = make("<h1>Ada</h1><p>Engine")
    with Pool(1, Limits()) as pool:
        there = pool.typeset(document).result()
    here = typeset(document)
    assert isinstance(here, Typeset)
    assert here.pages == 1
    assert here.warnings == ()
    assert there.pdf == here.pdf


def test_results_belong_to_their_documents() -> None:
    names = [f"document {number}" for number in range(12)]
    assert outcomes([make(name) for name in names]) == names


def test_complaints_of_weasyprint_come_back_once_each_with_their_document() -> None:
    result = typeset(make("<img alt=x src=lost.png>" * 3))
    assert len(result.warnings) == 1
    assert "lost.png" in result.warnings[0]
    assert typeset(make("x")).warnings == ()


# Limits


@pytest.mark.parametrize("workers", sampled([1, 2], 1))
def test_a_document_that_hangs_is_cut_off_and_the_others_finish(workers: int) -> None:
    with deadline(120, "all"):
        first, endless, last = outcomes(
            [make("first"), make(ENDLESS), make("last")], workers=workers, seconds=3.0
        )
    assert (first, last) == ("first", "last")
    assert isinstance(endless, RenderError)
    assert "took longer than" in str(endless)


def test_a_limit_is_counted_for_each_document_anew() -> None:
    documents = [make("x" * 20_000) for _ in range(8)]
    assert not [e for e in outcomes(documents, workers=1, seconds=3) if isinstance(e, RenderError)]


def test_a_worker_that_is_killed_costs_only_its_document() -> None:
    documents = [make("first"), as_kind(Deadly), make("second"), as_kind(Deadly), make("third")]
    first, one, second, two, third = outcomes(documents)
    assert (first, second, third) == ("first", "second", "third")
    for error in (one, two):
        assert isinstance(error, RenderError)
        assert "process for typesetting died" in str(error)


@linux
def test_a_document_that_wants_all_memory_costs_only_itself() -> None:
    first, greedy, last = outcomes([make("first"), as_kind(Greedy), make("last")], megabytes=8000)
    assert (first, last) == ("first", "last")
    assert isinstance(greedy, RenderError)
    assert "8000 MB" in str(greedy)


@linux
def test_a_picture_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    Image.new("RGB", (7000, 7000), "navy").save(tmp_path / "huge.png")
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    document = make("<img src=huge.png alt=huge>", tmp_path)
    first, huge = outcomes([make("x"), document], megabytes=used // 1_000_000 + 120, workers=1)
    assert first == "x"
    assert isinstance(huge, RenderError)
    assert "MB" in str(huge)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 500 + "x",
        "<p style='font-size: 1e9px'>x",
    ],
    ids=["nested too deep", "letters too large"],
)
def test_what_weasyprint_cannot_do_is_said_clearly(body: str) -> None:
    with pytest.raises(RenderError, match="WeasyPrint failed"):
        typeset(make(body))


def test_a_fault_within_weasyprint_costs_only_its_document() -> None:
    """Here it is HTML that is no text: a stand-in for any bug that we do not know."""
    broken = replace(make("x"), html=123)  # type: ignore[arg-type]
    first, error, last = outcomes([make("first"), broken, make("last")])
    assert (first, last) == ("first", "last")
    assert isinstance(error, RenderError)


# What may be read


def png() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(stream, "PNG")
    return stream.getvalue()


def pictures(result: Typeset) -> int:
    """Return how many pictures stand on the first page."""
    page = Pdf(result.pdf).document[0]
    return len(list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A person's folder with pictures in it, beside it, and linked from it."""
    folder = tmp_path / "person 李"
    (folder / "deeper").mkdir(parents=True)
    for path in (folder / "in.png", folder / "deeper" / "in.png", tmp_path / "secret.png"):
        path.write_bytes(png())
    (folder / "link-in.png").symlink_to(folder / "in.png")
    (folder / "link-out.png").symlink_to(tmp_path / "secret.png")
    (folder / "link-folder").symlink_to(tmp_path)
    return folder


DATA_URL = "data:image/png;base64," + base64.b64encode(png()).decode()


@pytest.mark.parametrize("source", ["in.png", "deeper/in.png", "link-in.png", DATA_URL])
def test_pictures_in_the_folder_and_in_the_text_are_read(folder: Path, source: str) -> None:
    result = typeset(make(f"<img alt=x src='{source}'>", folder))
    assert result.warnings == ()
    assert pictures(result) == 1


@pytest.mark.parametrize(
    "source",
    [
        "../secret.png",
        "deeper/../../secret.png",
        "%2e%2e/secret.png",
        "link-out.png",
        "link-folder/secret.png",
        "{parent}/secret.png",
        "file://{parent}/secret.png",
        "file://localhost{parent}/secret.png",
        "FILE:{parent}/secret.png",
        "http://127.0.0.1:9/secret.png",
        "https://127.0.0.1:9/secret.png",
        "ftp://127.0.0.1/secret.png",
        "in.txt",
        "deeper",
    ],
)
def test_pictures_elsewhere_are_refused_and_named(folder: Path, source: str) -> None:
    source = source.format(parent=folder.parent)
    result = typeset(make(f"<img alt=x src='{source}'>", folder))
    assert pictures(result) == 0
    assert any("secret" in w or "in.txt" in w or "deeper" in w for w in result.warnings)


def test_local_files_are_not_attached(folder: Path) -> None:
    (folder.parent / "secret.txt").write_text("secret")
    body = f"<link rel=attachment href='file://{folder.parent}/secret.txt'>"
    pdf = Pdf(typeset(make(body, folder)).pdf)
    assert not pdf.objects.attachments
    assert b"secret" not in typeset(make(body, folder)).pdf


def test_a_pipe_in_the_folder_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.png")
    document = make("<img alt=x src=pipe.png>text", folder)
    assert outcomes([document], workers=1, seconds=3) == ["xtext"], (
        "the alternative text stands in its place"
    )


NETWORKED = """
<link rel=stylesheet href="{url}/1.css"><base href="{url}/"><style>
@import url({url}/2.css); @font-face {{ font-family: far; src: url({url}/3.ttf) }}
p {{ font-family: far; background: url({url}/4.png); list-style-image: url({url}/5.png) }}
p::before {{ content: url({url}/6.png) }}
</style><link rel=attachment href="{url}/7.txt"><img alt=x src="8.png"><img alt=x src="{url}/9.png">
<object data="{url}/10.png"></object><embed src="{url}/11.png"><p>text</p>
<svg width=9 height=9><image href="{url}/12.png" width=9 height=9 /><use href="{url}/13.svg#a" />
</svg><img alt=x src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'
 width='9' height='9'><image href='{url}/14.png' width='9' height='9'/></svg>">
"""


def test_the_network_is_never_asked() -> None:
    """Whatever the text, a style sheet or a picture names: the server hears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        css = f"@import url({url}/15.css); {CSS} body {{ background: url({url}/16.png) }}"
        result = typeset(make(NETWORKED.format(url=url), css=css))
        with pytest.raises(TimeoutError):
            server.accept()
    assert "text" in Pdf(result.pdf).text
    for number in (1, 2, 4, 9, 10, 11, 15, 16):
        assert any(f"/{number}." in warning for warning in result.warnings), number


# What typesetting in the same process leaves behind


@pytest.mark.parametrize("given", [None, "/somebody/fonts.conf"])
@pytest.mark.parametrize("body", ["<p>x", "<img src='lost.png' alt=x>"])
def test_the_environment_of_the_caller_is_as_before(monkeypatch, given, body):
    for name in ("FONTCONFIG_FILE", "SOURCE_DATE_EPOCH"):
        if given is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, given if name == "FONTCONFIG_FILE" else "1700000000")
    before = dict(os.environ)
    typeset(make(body))
    assert dict(os.environ) == before


def test_the_environment_of_the_caller_is_as_before_after_an_error(monkeypatch):
    monkeypatch.setenv("FONTCONFIG_FILE", "/somebody/fonts.conf")
    before = dict(os.environ)
    monkeypatch.setattr("cvkit.typeset.weasyprint._lay_out", lambda document: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        typeset(make("x"))
    assert dict(os.environ) == before


def test_the_fonts_of_each_document_are_known_in_one_process(monkeypatch):
    """The configuration of one document does not stay for the next, nor the caller's."""
    monkeypatch.setenv("FONTCONFIG_FILE", "/somebody/fonts.conf")
    first = typeset(make("<p>x")).pdf
    assert typeset(make("<p>x")).pdf == first


@pytest.mark.parametrize("disabled", [False, True])
def test_the_logging_of_the_caller_is_as_before(disabled):
    typeset(make("x"))  # WeasyPrint adds a handler when it is imported
    logger = logging.getLogger("weasyprint")
    records = []
    handler = logging.Handler()
    handler.emit = records.append
    logger.addHandler(handler)
    logger.setLevel(logging.CRITICAL)
    logger.disabled = disabled
    before = (list(logger.handlers), logger.level, logger.propagate, logger.disabled)
    try:
        assert typeset(make("<img alt=x src=lost.png>")).warnings != ()
        found = (list(logger.handlers), logger.level, logger.propagate, logger.disabled)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
        logger.disabled = False
    assert found == before
    assert records == []


def test_a_time_that_is_none_is_one_error(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        typeset(make("x"))


def test_a_sample_that_hangs_does_not_hold_up_the_documents(monkeypatch) -> None:
    monkeypatch.setattr("cvkit.typeset.pool._WARM_UP_SECONDS", 1.0)
    with deadline(120, "all"), Pool(1, Limits(seconds=600)) as pool:
        pool.warm_up(make(ENDLESS))
        assert Pdf(pool.typeset(make("on time")).result().pdf).text.strip() == "on time"


def test_a_worker_that_waits_in_c_code_is_ended(monkeypatch, tmp_path) -> None:
    """A pipe that is opened in C code: no alarm is heard. A new worker does the document."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    monkeypatch.setattr("cvkit.typeset.weasyprint._lay_out", lambda _: os.open(pipe, os.O_RDONLY))
    monkeypatch.setattr(signal, "setitimer", lambda *_: (0.0, 0.0))
    assert outcomes([make("done")], workers=1, seconds=0.5) == ["done"]
