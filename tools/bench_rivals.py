"""Other programs that make PDFs of CVs, installed for tools/bench.py into build/bench."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Rival", "find"]


@dataclass(frozen=True)
class Rival:
    """A program, the command that renders, the folder to run it in, and its environment."""

    name: str
    command: list[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)


def find(home: Path, work: Path) -> Iterator[Rival]:
    """Yield the programs that can be installed below ``home``; they write below ``work``."""
    for maker in (_rendercv, _resume_cli, _yamlresume):
        folder = work / maker.__name__.strip("_")
        folder.mkdir()
        try:
            yield maker(home / folder.name, folder)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{folder.name} is left out: {error}", file=sys.stderr)


def _run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, check=True, capture_output=True, text=True,
        env={**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.stdout.strip()


def _rendercv(home: Path, work: Path) -> Rival:
    program = home / "bin" / "rendercv"
    python = home / "bin" / "python"
    if not program.exists():
        _run(_newest_python(), "-m", "venv", home)
        _run(python, "-m", "pip", "install", "--quiet", "rendercv[full]>=2.8")
        # As with cvkit: no run shall pay for missing bytecode.
        subprocess.run([python, "-m", "compileall", "-q", home], check=False)
    _run(program, "new", "John Doe", cwd=work)
    _replace_icons(work / "cache")
    version = _run(python, "-c", "import importlib.metadata as m; print(m.version('rendercv'))")
    only_pdf = ["--dont-generate-markdown", "--dont-generate-html", "--dont-generate-png"]
    command = [str(program), "render", "John_Doe_CV.yaml", *only_pdf]
    return Rival(f"RenderCV {version}", command, work, {"XDG_CACHE_HOME": str(work / "cache")})


def _replace_icons(cache: Path) -> None:
    """Put an empty package where RenderCV looks for its icons, which it would download."""
    package = cache / "typst" / "packages" / "preview" / "fontawesome" / "0.6.0"
    package.mkdir(parents=True)
    manifest = '[package]\nname = "fontawesome"\nversion = "0.6.0"\nentrypoint = "lib.typ"\n'
    (package / "typst.toml").write_text(manifest)
    (package / "lib.typ").write_text("#let fa-icon(name, ..arguments) = []\n")


def _newest_python() -> str:
    """Return a Python that RenderCV supports; BENCH_PYTHON names another."""
    for name in ("python3.14", "python3.13", "python3.12"):
        found = shutil.which(name)
        if (
            found
            and not subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode
        ):
            return os.environ.get("BENCH_PYTHON", found)
    return os.environ.get("BENCH_PYTHON", sys.executable)


def _install(home: Path, *packages: str) -> Path:
    """Install packages of npm, and return the folder of their programs."""
    programs = home / "node_modules" / ".bin"
    if not programs.exists():
        home.mkdir(parents=True, exist_ok=True)
        _run("npm", "install", "--no-audit", "--no-fund", "--prefix", home, *packages)
    return programs


def _resume_cli(home: Path, work: Path) -> Rival:
    program = _install(home, "resume-cli", "jsonresume-theme-flat") / "resume"
    cvkit = [sys.executable, "-m", "cvkit"]
    person = Path(__file__).parent.parent / "people" / "zili-zhang.yaml"
    _run(*cvkit, "render", person, "--format", "json", "--quiet", "--output-dir", work)
    next(work.glob("*.json")).rename(work / "resume.json")
    (work / "node_modules").symlink_to(home / "node_modules")
    environment = {"RESUME_PUPPETEER_NO_SANDBOX": "1"}
    if browser := shutil.which("chromium") or shutil.which("google-chrome"):
        environment["PUPPETEER_EXECUTABLE_PATH"] = browser
    command = [str(program), "export", "cv.pdf", "--theme", "flat"]
    rival = Rival(
        f"resume-cli {_run(program, '--version')}, the same CV", command, work, environment
    )
    subprocess.run(
        command, cwd=work, env={**os.environ, **environment}, check=True, capture_output=True
    )
    return rival


def _yamlresume(home: Path, work: Path) -> Rival:
    program = _install(home, "yamlresume") / "yamlresume"
    _run(program, "new", "cv.yml", cwd=work)
    command = [str(program), "build", "cv.yml"]
    _run(*command, cwd=work)
    return Rival(f"YAMLResume {_run(program, '--version')}", command, work)
