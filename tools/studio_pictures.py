"""Take the pictures of docs/studio.md: python tools/studio_pictures.py."""

from __future__ import annotations

import io
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
OUTPUT = ROOT / "docs" / "studio"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DRAWN = ".pages-area[data-drawn]:not([data-drawn=''])"
WIDE, NARROW = (1360, 850), (390, 780)


@contextmanager
def studio(folder: Path) -> Iterator[str]:
    """Run the studio in a folder, and yield its address."""
    command = [sys.executable, "-m", "cvkit", "studio", "--no-browser"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield found[0]
        process.send_signal(signal.SIGINT)


def save(page: Page, name: str) -> None:
    """Save what is shown, with few colours."""
    page.mouse.move(2, 400)
    page.wait_for_timeout(900)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = picture.quantize(200, dither=Image.Dither.NONE)
    small.save(OUTPUT / f"{name}.png", optimize=True)


@contextmanager
def opened(browser: Browser, url: str, size: tuple[int, int], scheme: str = "") -> Iterator[Page]:
    """Open the studio at a size, in light or dark mode."""
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, color_scheme=scheme or "light")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url)
    yield page
    context.close()


def cursor(page: Page, text: str) -> None:
    """Put the cursor at the end of a line."""
    page.locator(".cm-line", has_text=text).first.click()
    page.keyboard.press("End")


def at_work(page: Page) -> None:
    """Show the source with its page, a tried option, the gallery and a mistake."""
    page.wait_for_selector(DRAWN, timeout=60_000)
    cursor(page, "highlights")
    page.keyboard.press("ArrowDown")
    page.click(".sides >> text=Design")
    save(page, "work")
    page.click("text=Compare all themes")
    count = "document.querySelectorAll('.theme-picture img').length >= 15"
    page.wait_for_function(count, timeout=300_000)
    page.wait_for_timeout(1500)
    save(page, "gallery")
    page.click("text=Close")
    page.click(".sides >> text=Design")
    cursor(page, "email:")
    page.keyboard.press("Home")
    for _ in "ema":
        page.keyboard.press("Delete")
    page.keyboard.type("me")
    page.wait_for_selector(".problem")
    page.keyboard.press("Escape")
    save(page, "error")


def main() -> None:
    """Take all pictures."""
    OUTPUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        empty, people = Path(name, "empty"), Path(name, "cvs", "people")
        empty.mkdir()
        shutil.copytree(ROOT / "docs" / "example", people)
        for other in [*people.glob("*.yaml")]:
            if not other.name.startswith("mira-halvorsen."):
                other.unlink()
        with studio(empty) as url, opened(browser, url, WIDE) as page:
            page.wait_for_selector(".welcome")
            save(page, "first")
        with studio(people.parent) as url:
            with opened(browser, url, WIDE, "dark") as page:
                page.wait_for_selector(DRAWN, timeout=60_000)
                cursor(page, "position:")
                save(page, "dark")
            with opened(browser, url, NARROW) as page:
                page.wait_for_selector(".cm-line")
                page.click(".tabs >> text=Pages")
                page.wait_for_selector(DRAWN, timeout=60_000)
                save(page, "narrow")
            with opened(browser, url, WIDE) as page:
                at_work(page)


if __name__ == "__main__":
    main()
