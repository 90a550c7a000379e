"""The studio in Chromium, as people use it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MISSING = not all(map(find_spec, ("axe_playwright_python", "nicegui"))) or not any(
    map(shutil.which, BROWSERS)
)
REQUIRED = os.environ.get("CVKIT_REQUIRE_BROWSER") == "1"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(
        MISSING and not REQUIRED, reason='needs Chromium and pip install "cvkit[browser,studio]"'
    ),
]

CV = """\
# A comment.
name: Ada Lovelace
email: ada@example.org
sections:
  - kind: experience
    entries:
      - organization: Analytical Engines
        position: Programmer
        start: 1842
        end: 1843
        highlights:
          - Wrote the first program
          - Translated a memoir
"""
DRAWN = ".pages-area[data-drawn]:not([data-drawn=''])"
CURRENT = """old => {
  const area = document.querySelector(".pages-area");
  const pictures = [...document.querySelectorAll(".sheet img")];
  return area?.dataset.drawn && area.dataset.drawn !== old && pictures.length > 0
    && !area.classList.contains("is-outdated");
}"""


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def project(tmp_path):
    people = tmp_path / "people"
    people.mkdir()
    (people / "ada.yaml").write_text(CV)
    return tmp_path


@contextmanager
def running(project, *arguments):
    """Run the studio; yield its address and its process."""
    cache = project / ".cache"
    process = subprocess.Popen(
        [sys.executable, "-m", "cvkit", "studio", "--no-browser", *arguments],
        cwd=project,
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + process.stderr.read()
        yield SimpleNamespace(url=found[0], process=process)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            errors = process.communicate(timeout=30)[1]
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert "Traceback" not in errors, errors


@contextmanager
def opened(chromium, url, **context):
    """Open the studio in a tab; nothing may be loaded from elsewhere, and nothing may fail."""
    size = context.pop("size", (1440, 900))
    browser = chromium.new_context(viewport={"width": size[0], "height": size[1]}, **context)
    page = browser.new_page()
    complaints = []
    own = re.compile(r"(http|ws)://127\.0\.0\.1:|data:|blob:|about:")
    page.on("request", lambda r: own.match(r.url) or complaints.append(r.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: m.type == "error" and complaints.append(m.text))
    page.goto(url)
    try:
        yield page
        assert complaints == []
    finally:
        browser.close()


@pytest.fixture
def studio(project):
    with running(project) as found:
        yield found


@pytest.fixture
def page(chromium, studio):
    with opened(chromium, studio.url) as found:
        found.wait_for_selector(DRAWN, timeout=60_000)
        yield found


def key(page):
    return page.get_attribute(".pages-area", "data-drawn")


def await_pages(page, old, timeout=60_000):
    page.wait_for_function(CURRENT, arg=old, timeout=timeout)


def put_cursor(page, text):
    page.locator(".cm-line", has_text=text).first.click()
    page.keyboard.press("End")


def until(condition, seconds=30):
    """Wait until a condition on this side holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it never came true")


def source(page):
    return "\n".join(page.locator(".cm-line").all_inner_texts())


def active(page):
    return page.inner_text(".cm-activeLine").strip()


def click_on(page, words):
    """Click on the page where these words are printed, by the outline of their line."""
    put_cursor(page, words)
    page.wait_for_selector(".spot")
    time.sleep(0.3)
    box = page.locator(".spot").first.bounding_box()
    put_cursor(page, "A comment")
    page.mouse.click(box["x"] + 8, box["y"] + box["height"] / 2)


def test_what_is_typed_is_on_the_page_and_in_the_file(page, project):
    old = key(page)
    put_cursor(page, "name: Ada")
    page.keyboard.type(" King")
    await_pages(page, old)
    file = project / "people" / "ada.yaml"
    until(lambda: "name: Ada Lovelace King\n" in file.read_text())
    assert file.read_text().startswith("# A comment.\n")
    page.keyboard.press("Control+z")
    until(lambda: file.read_text() == CV)


def test_a_mistake_is_marked_and_the_pages_stay(page):
    old = key(page)
    put_cursor(page, "email:")
    page.keyboard.insert_text(" and more")  # at once: a space alone is still valid, and is rendered
    page.wait_for_selector(".mark-error")
    assert "e-mail" in page.inner_text(".problem-message")
    assert page.locator(".is-outdated .sheet img").count() == 1
    assert key(page) == old
    assert page.inner_text(".status") == "Pages of the last valid text"
    page.locator(".mark-error").first.hover()
    page.wait_for_selector(".cm-tooltip-hover")
    assert "ada@example.org" in page.inner_text(".cm-tooltip-hover")
    page.mouse.move(300, 600)
    page.wait_for_selector(".cm-tooltip-hover", state="detached")
    put_cursor(page, "name: Ada")
    page.keyboard.press("F8")
    page.wait_for_function("document.querySelector('.cm-activeLine').innerText.includes('email')")
    page.keyboard.press("End")
    for _ in " and more":
        page.keyboard.press("Backspace")
    page.wait_for_selector(".mark-error", state="detached")
    page.wait_for_selector(".is-outdated", state="detached")


def test_a_suggestion_is_applied_with_one_click(page, project):
    put_cursor(page, "email:")
    page.keyboard.press("Enter")
    page.keyboard.type("phon: 12345")
    page.keyboard.press("Escape")
    page.click(".problem-row >> text=Fix")
    page.wait_for_selector(".problem", state="detached")
    until(lambda: "phone: 12345" in (project / "people" / "ada.yaml").read_text())


@pytest.mark.parametrize("theme", ["modern", "sidebar", "academic"])
def test_a_click_on_the_page_leads_to_the_line_and_back(page, theme):
    page.click(".sides >> text=Design")
    if theme != "modern":
        old = key(page)
        page.click("text=Compare all themes")
        page.click(f"[data-theme={theme}]")
        await_pages(page, old)
    for words in ("organization: Analytical", "Translated a memoir", "name: Ada"):
        click_on(page, words)
        page.wait_for_function(
            "words => document.querySelector('.cm-activeLine').innerText.includes(words)", arg=words
        )


def test_options_are_tried_and_kept(page, project):
    page.click(".sides >> text=Design")
    old = key(page)
    page.fill("[data-option=accent] input", "#a40000")
    await_pages(page, old)
    assert "options" not in source(page)
    page.click(".kept >> text=Keep")
    file = project / "people" / "ada.yaml"
    until(lambda: 'options:\n  accent: "#a40000"\n' in file.read_text())
    assert file.read_text().startswith("# A comment.\n")
    page.wait_for_function("document.querySelector('.cm-content').innerText.includes('a40000')")


def test_the_gallery_has_the_own_cv_in_every_theme(page):
    page.click(".sides >> text=Design")
    page.click("text=Compare all themes")
    page.wait_for_function(
        "document.querySelectorAll('.theme-picture img').length >= 15", timeout=240_000
    )
    assert len(set(page.locator(".theme-picture img").evaluate_all("i => i.map(x => x.src)"))) >= 15
    old = key(page)
    page.click("[data-theme=classic]")
    await_pages(page, old)
    assert page.inner_text(".theme-name") == "Classic"


def test_two_versions_are_decided_by_the_user(page, project):
    file = project / "people" / "ada.yaml"
    put_cursor(page, "name: Ada")
    page.keyboard.type(" One")
    file.write_text(CV.replace("Programmer", "Countess"))
    page.wait_for_selector(".notice, .cm-line:has-text('Countess')", timeout=30_000)
    if not page.locator(".notice").count():
        pytest.skip("the text was saved before the other program wrote")
    assert "Countess" in file.read_text()
    page.click("text=Compare and decide")
    assert "Countess" in page.inner_text(".difference")
    page.click("text=Keep my text")
    until(lambda: "Lovelace One" in file.read_text())
    copies = list((project / ".cache").rglob("ada-*.yaml"))
    assert ["Countess" in copy.read_text() for copy in copies] == [True]


def test_a_change_by_another_program_appears_at_once(page, project):
    old = key(page)
    (project / "people" / "ada.yaml").write_text(CV.replace("Programmer", "Countess"))
    page.wait_for_selector(".cm-line:has-text('Countess')")
    await_pages(page, old)
    assert not page.locator(".notice").count()


def test_a_killed_studio_loses_nothing_that_was_written(chromium, project):
    file = project / "people" / "ada.yaml"
    with running(project) as first:
        context = chromium.new_context()
        page = context.new_page()
        page.goto(first.url)
        page.wait_for_selector(DRAWN, timeout=60_000)
        put_cursor(page, "name: Ada")
        # Another program's version, so that the studio may not save: the text has to be recovered.
        file.write_text(CV.replace("Programmer", "Countess"))
        page.keyboard.type(" Unsaved")
        page.wait_for_selector(".notice, .cm-line:has-text('Countess')")
        lost = page.locator(".notice").count()
        first.process.kill()
        context.close()
    with running(project) as second, opened(chromium, second.url) as page:
        page.wait_for_selector(DRAWN, timeout=60_000)
        if lost:
            page.wait_for_selector("text=Unsaved text was recovered")
            page.click("text=Use the recovered text")
        until(lambda: "Lovelace Unsaved" in file.read_text())


def test_the_first_visit_leads_to_an_exported_pdf(chromium, tmp_path):
    with running(tmp_path) as studio, opened(chromium, studio.url, accept_downloads=True) as page:
        page.fill(".welcome input", "Grace Hopper")
        page.click("text=Start from a sample")
        page.wait_for_selector(DRAWN, timeout=60_000)
        page.click(".sides >> text=Output")
        with page.expect_download(timeout=60_000) as download:
            page.click("[data-format=pdf]")
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
        assert download.value.suggested_filename.startswith("grace-hopper")
        assert (tmp_path / "people" / "grace-hopper.yaml").is_file()


def test_other_sites_and_strangers_are_refused(chromium, studio):
    bare = studio.url.partition("?")[0]
    context = chromium.new_context()
    try:
        page = context.new_page()
        assert page.goto(bare).status == 403
        assert page.goto(f"{bare}?token=guess").status == 403
        assert page.goto(studio.url).status == 200
        page.wait_for_selector(".cm-line")
        # A page of another origin in the same browser, which has the cookie of the studio.
        other = context.new_page()
        other.route("http://evil.example/", lambda route: route.fulfill(
            body="<title>evil</title>", content_type="text/html"))  # fmt: skip
        other.goto("http://evil.example/")
        assert other.evaluate(
            "url => fetch(url, {credentials: 'include', mode: 'no-cors'})"
            ".then(r => r.type === 'opaque' ? 'opaque' : r.text(), () => 'failed')", bare,
        ) in ("opaque", "failed")  # fmt: skip
        socket = bare.replace("http", "ws", 1) + "_nicegui_ws/socket.io/?EIO=4&transport=websocket"
        assert other.evaluate(
            "url => new Promise(done => { const s = new WebSocket(url);"
            " s.onopen = () => done('open'); s.onerror = () => done('refused'); })",
            socket,
        ) == "refused"  # fmt: skip
    finally:
        context.close()


def test_the_web_page_runs_no_scripts(page):
    page.click(".toolbar >> text=Web")
    page.wait_for_selector(".web-frame[src]")
    until(lambda: any("/web/" in frame.url for frame in page.frames))
    frame = next(frame for frame in page.frames if "/web/" in frame.url)
    frame.wait_for_selector("h1")
    assert frame.inner_text("h1") == "Ada Lovelace"
    assert page.get_attribute(".web-frame", "sandbox") == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["wide", "narrow"])
def test_the_studio_is_accessible(chromium, studio, size, scheme):
    axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    with opened(chromium, studio.url, size=size, color_scheme=scheme, bypass_csp=True) as page:
        page.wait_for_selector(".cm-line")
        if size[0] < 900:
            views = [".tabs >> text=Pages", ".tabs >> text=Design", ".tabs >> text=Output"]
        else:
            views = [".sides >> text=Design", ".sides >> text=Output", ".s-file"]
            page.wait_for_selector(DRAWN, timeout=60_000)
        page.evaluate(axe)
        for view in (None, *views):
            if view:
                page.click(view)
                time.sleep(0.6)
            found = page.evaluate("axe.run()")["violations"]
            assert [(f["id"], n["target"], n["failureSummary"]) for f in found
                    for n in f["nodes"]] == []  # fmt: skip
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def memory_of(process):
    """Return the memory of a process and its children, in MB."""
    total = 0
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    for each in (process, *map(int, children)):
        pages = int(Path(f"/proc/{each}/statm").read_text().split()[1])
        total += pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return total


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_three_hundred_edits_need_no_more_memory(page, studio):
    put_cursor(page, "name: Ada")
    after = {}
    for number in range(300):
        old = key(page)
        page.keyboard.type("a" if number % 2 else "b")
        if number % 2:
            page.keyboard.press("Backspace")
            page.keyboard.press("Backspace")
        await_pages(page, old)
        if number in (60, 299):
            after[number] = memory_of(studio.process.pid)
    assert after[299] < 1.1 * after[60], after


@pytest.mark.parametrize(
    ("steps", "text"),
    [(["n", "ni", "ni h", "ni hao"], "你好"), (["k", "か", "かn", "かん"], "漢"), (["´"], "é")],
    ids=["Chinese", "Japanese", "dead key"],
)
def test_input_methods_work(page, project, steps, text):
    """What is being composed is not disturbed by what the studio does meanwhile."""
    old = key(page)
    put_cursor(page, "name: Ada")
    method = page.context.new_cdp_session(page)
    for composed in steps:
        place = {"selectionStart": len(composed), "selectionEnd": len(composed)}
        method.send("Input.imeSetComposition", {"text": composed, **place})
        time.sleep(0.4)  # longer than the pause after which pages are made
    method.send("Input.insertText", {"text": text})
    file = project / "people" / "ada.yaml"
    until(lambda: f"name: Ada Lovelace{text}\n" in file.read_text())
    await_pages(page, old)
    assert f"name: Ada Lovelace{text}" in source(page)


def test_two_tabs_have_the_same_text(chromium, studio, page):
    with opened(chromium, studio.url) as other:
        other.wait_for_selector(DRAWN, timeout=60_000)
        put_cursor(page, "name: Ada")
        page.keyboard.type(" King")
        other.wait_for_selector(".cm-line:has-text('Lovelace King')")
        put_cursor(other, "position:")
        other.keyboard.type(" and author")
        page.wait_for_selector(".cm-line:has-text('Programmer and author')")
        assert not page.locator(".notice").count()


def test_fields_are_completed_with_the_keyboard(page):
    put_cursor(page, "email:")
    page.keyboard.press("Enter")
    page.keyboard.type("headl")
    page.wait_for_selector(".cm-tooltip-autocomplete [aria-selected]")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.cm-activeLine').innerText === 'headline: '")


def test_a_long_cv_stays_fluent(chromium, project, root):
    """Keys appear at once, while seven pages are being made."""
    shutil.copy(root / "people" / "xiangru-lian.yaml", project / "people")
    with (
        running(project, "xiangru-lian") as studio,
        opened(chromium, studio.url) as page,
    ):
        page.wait_for_selector(DRAWN, timeout=120_000)
        assert page.locator(".sheet").count() >= 6
        old = key(page)
        put_cursor(page, "name:")
        for character in " of the long file":
            page.keyboard.type(character)
        assert "of the long file" in active(page)
        await_pages(page, old, 120_000)
