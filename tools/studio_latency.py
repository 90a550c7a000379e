"""Measure the studio: from the last key to the new page, over 50 edits, in a headless browser.

Usage: python tools/studio_latency.py [PERSON.yaml] [--edits 50] [--beside FOLDER]

With a folder in which RenderCV is installed, or can be, its sample is rendered to PDF between the
edits, once for every five of them.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_rivals import Rival, find
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WAIT = """old => new Promise(done => {
  const area = document.querySelector(".pages-area");
  const look = () => area.dataset.drawn !== old ? done(performance.now() - window.lastKey)
    : requestAnimationFrame(look);
  look();
})"""


def prepare(page: Page) -> None:
    """Put the cursor behind the name, and note the time of every key."""
    page.evaluate("addEventListener('keydown', () => (window.lastKey = performance.now()), true)")
    page.locator(".cm-line", has_text="name:").first.click()
    page.keyboard.press("End")


def edits(page: Page, count: int) -> list[float]:
    """Type a letter at the end of the name ``count`` times; return the times in s."""
    times = []
    for number in range(count):
        old = page.get_attribute(".pages-area", "data-drawn")
        page.keyboard.type("abcde"[number])
        times.append(page.evaluate(WAIT, old) / 1000)
        page.wait_for_timeout(400)
    return times


def timed(rival: Rival) -> float:
    """Run another program once; return the time in s."""
    start = time.perf_counter()
    environment = {**os.environ, **rival.environment}
    subprocess.run(
        rival.command, cwd=rival.folder, env=environment, check=True, capture_output=True
    )
    return time.perf_counter() - start


def main() -> None:
    """Start the studio with a copy of a person, and print the median and the 95th percentile."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("person", nargs="?", default=str(ROOT / "people" / "ziliang-lai.yaml"))
    parser.add_argument("--edits", type=int, default=50)
    parser.add_argument("--beside", metavar="FOLDER", type=Path)
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
                print(measured(found[0], given.edits, given.beside, Path(folder)))
            finally:
                studio.send_signal(signal.SIGINT)


def measured(url: str, count: int, home: Path | None, folder: Path) -> str:
    """Return the times of ``count`` edits in words, and what RenderCV takes meanwhile."""
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(url)
        page.wait_for_selector(".pages-area[data-drawn]:not([data-drawn=''])", timeout=60_000)
        pages = page.locator(".sheet").count()
        prepare(page)
        edits(page, 4)
        work = folder / "others"
        work.mkdir()
        rival = next(find(home.absolute(), work)) if home else None
        if rival:
            timed(rival)
        times, theirs, ratios = [], [], []
        for _ in range(count // 5):
            own = edits(page, 5)
            times += own
            if rival:
                theirs.append(timed(rival))
                ratios.append(statistics.median(own) / theirs[-1])
        browser.close()
    median, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    words = f"{pages} pages, {len(times)} edits: median {median:.2f} s, 95 % within {high:.2f} s"
    if not rival:
        return words
    beside = f"{rival.name} in between: median {statistics.median(theirs):.2f} s"
    return f"{words}\n{beside}, ratio {statistics.median(ratios):.2f}"


if __name__ == "__main__":
    main()
