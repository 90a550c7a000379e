"""LaTeX source to a PDF, by the TeX that the machine has.

The only module that starts another program. It runs in a folder of its own, without a
shell, and may neither read nor write outside that folder and TeX's own.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cvkit.document import Fonts, TexDocument, Typeset
from cvkit.errors import InvalidValueError, Problem, RenderError
from cvkit.system import clock
from cvkit.system.cache import cache_folder
from cvkit.system.files import read
from cvkit.system.images import MAX_BYTES
from cvkit.system.packages import how_to_install
from cvkit.system.trace import CHANGED, note

from .fontconfig import fontconfig
from .tex_packages import how_to_get, missing_part

__all__ = ["installed_engine", "typeset"]

_TEX = ("-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error")
# XeLaTeX first: it is fast, sets Chinese best, and has no Lua, which openin_any does not bind.
_COMMANDS: Mapping[str, tuple[str, ...]] = {
    "xelatex": ("xelatex", *_TEX, "cv.tex"),
    "tectonic": ("tectonic", "--untrusted", "--keep-logs", "--keep-intermediates", "cv.tex"),
    "lualatex": ("lualatex", *_TEX, "cv.tex"),
}
_SELF_CHOSEN = re.compile(r"^% !TeX program = (\w+)$", re.MULTILINE)
_ERROR = re.compile(r"^(?:\./)?cv\.tex:(\d+): (.*)$", re.MULTILINE)
_OTHER_ERROR = re.compile(r"^(?:! |.+:\d+: )(.*)$", re.MULTILINE)
_PAGES = re.compile(r"Output written on \S+ \((\d+) pages?")
_LOST = re.compile(r"Missing character: There is no (\S+)")
_OVERFULL = re.compile(r"Overfull \\hbox \((\d+\.\d+)pt too wide\).*? lines? (\d+)")
_MAX_RUNS = 4
_TOLERANCE = 1.0  # points by which a line may be too long before it is visible


@dataclass(frozen=True)
class _Run:
    """A folder with ``cv.tex``, the engine for it, its surroundings, and when to stop."""

    folder: Path
    engine: str
    environment: Mapping[str, str]
    deadline: float
    seconds: float


def typeset(document: TexDocument, seconds: float = 120.0) -> Typeset:
    """Return the PDF of a document, compiled as often as its references require.

    The fonts are made known to TeX beside its own, and the pictures copied beside the source
    under their names. ``seconds`` is the time that all of it may take. Raises
    :class:`RenderError` if there is no TeX, or if TeX reports an error.
    """
    begun = time.monotonic()
    note("program", "TeX", CHANGED)  # its many packages may change at any time
    source, fonts = document.source, document.fonts
    engine = _find_engine(source)
    with tempfile.TemporaryDirectory(prefix="cvkit-tex-") as name:
        folder = Path(name)
        (folder / "cv.tex").write_text(source, "utf-8")
        (folder / "fonts.conf").write_text(fontconfig(fonts, cache_folder()), "utf-8")
        for picture, path in document.pictures:
            _copy(path, folder / picture, bare=document.bare_pictures)
        environment = _environment(folder, fonts)
        run = _Run(folder, engine, environment, begun + seconds, seconds)
        log = _run_until_stable(run)
        pages = _PAGES.search(log)
        return Typeset(
            (folder / "cv.pdf").read_bytes(),
            int(pages[1]) if pages else 0,
            tuple(_warnings(log)),
            time.monotonic() - begun,
        )


def _find_engine(source: str) -> str:
    """Return the engine that the source asks for, or else the first that the machine has."""
    chosen = _SELF_CHOSEN.search(source)
    wanted = [chosen[1]] if chosen and chosen[1] in _COMMANDS else []
    engine = next((name for name in wanted if shutil.which(name)), None) or installed_engine()
    if engine:
        return engine
    raise RenderError(Problem("", "LaTeX is not installed", hint=how_to_install("latex")))


def installed_engine() -> str | None:
    """Return the TeX engine that a source without a choice of its own is typeset by."""
    return next((engine for engine in _COMMANDS if shutil.which(engine)), None)


def _copy(path: Path, target: Path, *, bare: bool) -> None:
    try:
        data = read(path, MAX_BYTES)
        if bare:
            from cvkit.system.bare_pictures import without_metadata  # few runs need it

            data = without_metadata(data)
        target.write_bytes(data)
    except InvalidValueError as error:
        raise RenderError(Problem(str(path), error.message, hint=error.hint)) from None
    except OSError as error:
        raise RenderError(Problem(str(path), f"cannot be read: {error.strerror}")) from None


def _environment(folder: Path, fonts: Fonts) -> dict[str, str]:
    """Return the environment of TeX: what it may open, its fonts, and a fixed clock."""
    folders = os.pathsep.join(f"{path}//" for path in fonts.folders)
    return {
        **os.environ,
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
        "max_print_line": "1000",
        "error_line": "254",
        "half_error_line": "238",
        clock.VARIABLE: str(int(clock.build_time().timestamp())),
        "FORCE_SOURCE_DATE": "1",
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "OSFONTDIR": folders,
        "OPENTYPEFONTS": f"{os.pathsep}{folders}",
        "TTFONTS": f"{os.pathsep}{folders}",
    }


def _run_until_stable(run: _Run) -> str:
    """Run TeX until its auxiliary file no longer changes; return the log of the last run."""
    notes = b""
    for _ in range(_MAX_RUNS):
        log = _run_once(run)
        before, notes = notes, _read(run.folder / "cv.aux")
        if run.engine == "tectonic" or notes == before:
            break
    return log


def _run_once(run: _Run) -> str:
    process = subprocess.Popen(  # noqa: S603  (a command of ours, by a name in our table)
        _COMMANDS[run.engine],
        cwd=run.folder,
        env=run.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=max(run.deadline - time.monotonic(), 0.0))
    except BaseException as error:
        _kill(process)
        if isinstance(error, subprocess.TimeoutExpired):
            raise RenderError(f"{run.engine} took longer than {run.seconds:.0f} s") from None
        raise
    log = _read(run.folder / "cv.log").decode("utf-8", "replace")
    log = log or output.decode("utf-8", "replace")
    if process.returncode or not (run.folder / "cv.pdf").is_file():
        raise _error(run, log)
    return log


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End TeX and what it has started."""
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.communicate()


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _error(run: _Run, log: str) -> RenderError:
    """Return where TeX stopped, with the line of the source."""
    if match := _ERROR.search(log):
        lines = (run.folder / "cv.tex").read_text("utf-8").splitlines()
        number = int(match[1])
        line = lines[number - 1].strip()[:120] if number <= len(lines) else ""
        message = f"{run.engine} stopped at line {number}: {match[2].strip()} In: {line}"
    else:
        other = _OTHER_ERROR.search(log)
        message = f"{run.engine} failed: {other[1].strip() if other else log.strip()[-200:]}"
    hint = "the theme's LaTeX templates cause it; --format tex writes the source"
    if run.engine == "lualatex" and "{xeCJK}" in _read(run.folder / "cv.tex").decode():
        hint = f"Chinese, Japanese and Korean need XeLaTeX: {how_to_install('latex')}"
    if part := missing_part(message) or missing_part(log):
        message = f"{run.engine} cannot find {part}, which this theme needs"
        hint = how_to_get(part)
    return RenderError(Problem("", message, hint=hint))


def _warnings(log: str) -> Iterator[str]:
    """Yield what readers of the PDF would see: missing characters, lines that are too long."""
    for letter in dict.fromkeys(_LOST.findall(log)):
        yield f"no font has the character {letter}"
    for width, line in _OVERFULL.findall(log):
        if float(width) > _TOLERANCE:
            yield f"a line is {float(width):.0f} pt too long, at line {line} of the LaTeX source"
