"""Measure cvkit beside other programs, as users experience them, and write docs/performance.md.

Machines are noisy: all commands take turns in one run, and only the ratios of the same turn are
meaningful. A program that cannot be installed is left out, with a message. Arguments: ``--runs N``
turns, and ``--dry`` to write nothing.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import bench_rivals
from bench_rivals import Rival

from cvkit.pipeline.api import job_of
from cvkit.pipeline.prepare import build
from cvkit.pipeline.session import Session
from cvkit.typeset.weasyprint import _fontconfig_file

ROOT = Path(__file__).parent.parent
PERSON = ROOT / "people" / "zili-zhang.yaml"
LONGEST = ROOT / "people" / "xiangru-lian.yaml"
CVKIT = [sys.executable, "-m", "cvkit"]
BATCH = 200
ONE_PAGE = """\
name: Ada Lovelace {number}
sections:
  - kind: experience
    entries:
      - organization: Analytical Engine {number}
        position: Programmer
        start: 1842
        highlights: [Wrote the first program, Translated a memoir and added notes to it]
"""


class Cost(NamedTuple):
    """What a run took, in s: the time on the clock, and that of the processor if it is known."""

    wall: float
    cpu: float = 0.0


@dataclass
class Case:
    """Something to measure. ``fresh`` is a folder that is removed before each run."""

    name: str
    run: Callable[[], Cost]
    fresh: Path | None = None
    costs: list[Cost] = field(default_factory=list)

    def measure(self) -> Cost:
        """Run once."""
        if self.fresh:
            shutil.rmtree(self.fresh, ignore_errors=True)
        return self.run()

    @property
    def median(self) -> Cost:
        """The medians of all runs."""
        return Cost(*(statistics.median(values) for values in zip(*self.costs, strict=True)))

    def ratio(self, other: Case) -> tuple[float, float]:
        """Return the median of the ratios to another case in the same turn: clock, processor."""
        pairs = list(zip(self.costs, other.costs, strict=True))
        wall = statistics.median(own.wall / its.wall for own, its in pairs)
        cpu = statistics.median(own.cpu / its.cpu for own, its in pairs)
        return wall, cpu


def process(
    command: list[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Callable[[], Cost]:
    """Return a function that runs a command as a process and measures it."""

    def run() -> Cost:
        start = time.perf_counter()
        with tempfile.TemporaryFile() as output:
            started = subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            _, status, usage = os.wait4(started.pid, 0)
            seconds = time.perf_counter() - start
            started.returncode = os.waitstatus_to_exitcode(status)
            if started.returncode:
                output.seek(0)
                sys.exit(f"{' '.join(command)} failed:\n{output.read().decode(errors='replace')}")
        return Cost(seconds, usage.ru_utime + usage.ru_stime)

    return run


def cvkit(folder: Path, *arguments: str | Path) -> Callable[[], Cost]:
    """Return a function that runs a command of cvkit and measures it."""
    return process([*CVKIT, *map(str, arguments)], folder)


def cases(folder: Path, session: Session) -> dict[str, Case]:
    """Return what is measured of cvkit."""
    out, kept, batch = folder / "out", folder / "kept", folder / "batch"
    people = [str(path) for path in write_batch(folder / "people")]
    quiet = ("--quiet", "--output-dir")
    return {
        "cold": Case(
            "One CV of two pages, from a cold start",
            cvkit(folder, "render", PERSON, *quiet, out),
            out,
        ),
        "unchanged": Case(
            "The same, nothing changed", cvkit(folder, "render", PERSON, *quiet, kept)
        ),
        "warm": Case("The same in a warm session, after a change", edited(session)),
        "long": Case("A CV of seven pages", cvkit(folder, "render", LONGEST, *quiet, out), out),
        "validate": Case("Validating it", cvkit(folder, "validate", LONGEST)),
        "help": Case("cvkit --help", cvkit(folder, "--help")),
        "batch": Case(
            f"{BATCH} CVs of one page", cvkit(folder, "render", *people, *quiet, batch), batch
        ),
    }


def write_batch(folder: Path) -> Iterator[Path]:
    """Write CVs of one page each."""
    folder.mkdir()
    for number in range(BATCH):
        path = folder / f"ada-{number}.yaml"
        path.write_text(ONE_PAGE.format(number=number), "utf-8")
        yield path


def edited(session: Session) -> Callable[[], Cost]:
    """Return a function that measures the time from a change of the text to the new PDF."""
    job = job_of(PERSON, pages="auto")
    text = PERSON.read_text("utf-8")
    versions = iter(range(10_000))

    def run() -> Cost:
        changed = text.replace("name:", f"# {next(versions)}\nname:", 1)
        start = time.perf_counter()
        update = session.update(job, {PERSON: changed.encode()}).result()
        seconds = time.perf_counter() - start
        if update.error:
            raise update.error
        return Cost(seconds)

    return run


def weasyprint(folder: Path) -> Rival:
    """Return WeasyPrint's own command for the HTML that cvkit makes of the CV."""
    document = build(job_of(PERSON))
    styles = "".join(f"<style>{css}</style>" for css in document.stylesheets)
    page = folder / "page.html"
    page.write_text(document.html.replace("</head>", f"{styles}</head>", 1), "utf-8")
    command = [
        sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1",
        "--base-url", document.base.as_uri() + "/", str(page), str(folder / "page.pdf"),
    ]  # fmt: skip
    version = importlib.metadata.version("weasyprint")
    fonts = {"FONTCONFIG_FILE": str(_fontconfig_file(document.fonts))}
    return Rival(f"WeasyPrint {version}, the same HTML", command, folder, fonts)


def measure(measured: list[Case], runs: int) -> None:
    """Run all cases in turn; the first turn is not counted."""
    for turn in range(runs + 1):
        for case in measured:
            cost = case.measure()
            if turn:
                case.costs.append(cost)
        print(f"turn {turn} of {runs}", file=sys.stderr)


PAGE = """\
# Performance

<!-- Written by "make bench". -->

Measured on {date}: {machine}. The load of other programs was
{load:.1f} before. All commands took turns, {runs} times; each ratio is the median of those of the
same turn. Compare ratios, not milliseconds: those depend on the machine, and on what else it does.

| cvkit | time | processor |
|---|--:|--:|
{own}

In the batch, that is {rate:.0f} CVs per second.

Each program renders a CV to PDF: cvkit the example of two pages, the others their own sample, or
what is named. Below 1, cvkit is faster. The first ratio is of the time on the clock, the one in
parentheses of the time of the processor: cvkit uses two processes, so that the first is the
smaller one where a second core is idle.

| Compared with | its time | from a cold start | nothing changed | warm session |
|---|--:|--:|--:|--:|
{rivals}
"""


def report(own: dict[str, Case], rivals: list[Case], runs: int, load: float) -> str:
    """Return the page."""
    medians = ((case.name, case.median) for case in own.values())
    return PAGE.format(
        date=time.strftime("%Y-%m-%d"),
        machine=machine(),
        load=load,
        runs=runs,
        own="\n".join(f"| {name} | {_ms(cost.wall)} | {_ms(cost.cpu)} |" for name, cost in medians),
        rate=BATCH / own["batch"].median.wall,
        rivals="\n".join(_row(rival, own) for rival in rivals),
    )


def _row(rival: Case, own: dict[str, Case]) -> str:
    ratios = (own[name].ratio(rival) for name in ("cold", "unchanged", "warm"))
    cells = " | ".join(f"{wall:.2f}" + (f" ({cpu:.2f})" if cpu else "") for wall, cpu in ratios)
    return f"| {rival.name} | {_ms(rival.median.wall)} | {cells} |"


def _ms(seconds: float) -> str:
    if not seconds:
        return "–"
    return f"{seconds:.1f} s" if seconds >= 10 else f"{seconds * 1000:.0f} ms"


def machine() -> str:
    """Return the processor, its cores, and the versions that matter."""
    info = Path("/proc/cpuinfo")
    names = [
        line.partition(":")[2].strip()
        for line in (info.read_text() if info.is_file() else "").splitlines()
        if line.startswith("model name")
    ]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    processor = names[0] if names else platform.machine()
    version = importlib.metadata.version("cvkit")
    return (
        f"{processor}, {cores} cores, {platform.system()}, Python {platform.python_version()}, "
        f"cvkit {version}"
    )


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--dry", action="store_true", help="print the page instead of writing it")
    given = parser.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    with tempfile.TemporaryDirectory(prefix="cvkit-bench-") as name, Session() as session:
        folder = Path(name)
        own = cases(folder, session)
        found = [weasyprint(folder), *bench_rivals.find(ROOT / "build" / "bench", folder)]
        rivals = [
            Case(each.name, process(each.command, each.folder, each.environment)) for each in found
        ]
        measure([*own.values(), *rivals], given.runs)
    page = report(own, rivals, given.runs, load)
    print(page)
    if not given.dry:
        (ROOT / "docs" / "performance.md").write_text(page, "utf-8")


if __name__ == "__main__":
    main()
