"""Measure cvkit as users experience it: whole processes from a cold start.

Machines are noisy, so the commands take turns, and only ratios of medians of one run are
meaningful. RenderCV renders its own sample for comparison, if it can be installed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 7
CVKIT = Path(sys.executable).parent / "cvkit"


def commands(folder: Path) -> dict[str, list[str]]:
    """Return the commands to measure, by description."""
    person = str(ROOT / "people" / "zili-zhang.yaml")
    longest = str(ROOT / "people" / "xiangru-lian.yaml")
    output = ["--output-dir", str(folder / "out"), "--quiet"]
    everybody = sorted(str(path) for path in (ROOT / "people").glob("*.yaml"))
    return {
        "cvkit render, one CV of two pages": [str(CVKIT), "render", person, *output],
        "cvkit render, one CV of seven pages": [str(CVKIT), "render", longest, *output],
        "cvkit render, all five CVs": [str(CVKIT), "render", *everybody, *output],
        "cvkit validate, the longest CV": [str(CVKIT), "validate", longest],
        "cvkit --help": [str(CVKIT), "--help"],
        **rendercv(folder),
    }


def rendercv(folder: Path) -> dict[str, list[str]]:
    """Return the command with which RenderCV renders its sample, or nothing if unavailable."""
    home = ROOT / "build" / "bench"
    program = home / "bin" / "rendercv"
    try:
        if not program.exists():
            subprocess.run([_newest_python(), "-m", "venv", home], check=True)
            pip = [home / "bin" / "python", "-m", "pip", "install", "--quiet"]
            subprocess.run([*pip, "rendercv[full]>=2.8"], check=True)
            # As with cvkit: no run shall pay for missing bytecode.
            subprocess.run([home / "bin" / "python", "-m", "compileall", "-q", home], check=False)
        subprocess.run([program, "new", "John Doe"], cwd=folder, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"RenderCV left out: {error}", file=sys.stderr)
        return {}
    _replace_icons(folder)
    sample = next(folder.glob("*_CV.yaml"))
    only_pdf = ["--dont-generate-markdown", "--dont-generate-html", "--dont-generate-png"]
    return {
        "RenderCV render, its sample, PDF only": [str(program), "render", str(sample), *only_pdf],
        "RenderCV --help": [str(program), "--help"],
    }


def _replace_icons(folder: Path) -> None:
    """Put an empty package where RenderCV looks for its icons, which it would download."""
    package = folder / "cache" / "typst" / "packages" / "preview" / "fontawesome" / "0.6.0"
    package.mkdir(parents=True)
    manifest = '[package]\nname = "fontawesome"\nversion = "0.6.0"\nentrypoint = "lib.typ"\n'
    (package / "typst.toml").write_text(manifest)
    (package / "lib.typ").write_text("#let fa-icon(name, ..arguments) = []\n")


def _newest_python() -> str:
    """Return a Python that RenderCV supports; BENCH_PYTHON names another."""
    names = ["python3.14", "python3.13", "python3.12"]
    found = (shutil.which(name) for name in names)
    return os.environ.get("BENCH_PYTHON") or next(filter(None, found), sys.executable)


def measure(table: dict[str, list[str]], folder: Path) -> dict[str, list[float]]:
    """Return the seconds of every run; one round is thrown away."""
    environments = (dict(os.environ), {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")})
    seconds: dict[str, list[float]] = {name: [] for name in table}
    for turn in range(RUNS + 1):
        for name, command in table.items():
            start = time.perf_counter()
            done = subprocess.run(
                command,
                cwd=folder,
                env=environments["rendercv" in command[0]],
                capture_output=True,
                check=False,
            )
            if done.returncode:
                sys.exit(f"{' '.join(command)} failed:\n{done.stderr.decode()}")
            if turn:
                seconds[name].append(time.perf_counter() - start)
    return seconds


def main() -> None:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="cvkit-bench-"))
    try:
        seconds = measure(commands(folder), folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    base = next(iter(medians.values()))
    print(f"{RUNS} runs each, in turn; ratio to the first line\n")
    print(f"{'':40} {'median':>9} {'min':>9} {'max':>9} {'ratio':>7}")
    for name, median in medians.items():
        low, high = min(seconds[name]), max(seconds[name])
        print(f"{name:40} {median * 1000:6.0f} ms {low * 1000:6.0f} ms {high * 1000:6.0f} ms "
              f"{median / base:7.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
