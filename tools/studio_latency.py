"""Measure the studio: from the last key to the new page, over 50 edits, in a headless browser.

Usage: python tools/studio_latency.py [PERSON.yaml] [--edits 50]
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WAIT = """old => new Promise(done => {
  const area = document.querySelector(".pages-area");
  const look = () => area.dataset.drawn !== old ? done(performance.now() - window.lastKey)
    : requestAnimationFrame(look);
  look();
})"""


def edits(page: Page, count: int) -> list[float]:
    """Type two characters into the name ``count`` times; return the times in s."""
    page.evaluate("addEventListener('keydown', () => (window.lastKey = performance.now()), true)")
    page.locator(".cm-line", has_text="name:").first.click()
    page.keyboard.press("End")
    times = []
    for number in range(count):
        old = page.get_attribute(".pages-area", "data-drawn")
        if number % 2:
            page.keyboard.press("Backspace")
            page.keyboard.press("Backspace")
        else:
            page.keyboard.type(" x")
        times.append(page.evaluate(WAIT, old) / 1000)
        page.wait_for_timeout(400)
    return times


def main() -> None:
    """Start the studio with a copy of a person, and print the median and the 95th percentile."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("person", nargs="?", default=str(ROOT / "people" / "ziliang-lai.yaml"))
    parser.add_argument("--edits", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        people = Path(folder) / "people"
        people.mkdir()
        shutil.copy(given.person, people)
        command = [sys.executable, "-m", "cvkit", "studio", "--no-browser"]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as studio:
            try:
                assert studio.stdout is not None
                found = re.search(r"http://\S+", studio.stdout.readline())
                assert found
                print(measured(found[0], given.edits))
            finally:
                studio.send_signal(signal.SIGINT)


def measured(url: str, count: int) -> str:
    """Return the times of ``count`` edits in words."""
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(url)
        page.wait_for_selector(".pages-area[data-drawn]:not([data-drawn=''])", timeout=60_000)
        pages = page.locator(".sheet").count()
        edits(page, 4)
        times = edits(page, count)
        browser.close()
    median, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    return f"{pages} pages, {count} edits: median {median:.2f} s, 95 % within {high:.2f} s"


if __name__ == "__main__":
    main()
