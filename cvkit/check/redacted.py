"""CV6xx: what a redaction removes must not be in a finished file of any format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from cvkit.errors import CvkitError, Problem, RenderError, UsageError, located
from cvkit.pipeline.job import Job
from cvkit.pipeline.redaction import traces_of
from cvkit.select.traces import Traces
from cvkit.system.files import FileTooLargeError, read
from cvkit.system.isolated import EndedError, run_isolated
from cvkit.system.limits import TooLongError

from .findings import Finding, codes
from .finished import MAX_BYTES, Piece, pieces

__all__ = ["check_redacted", "findings_in", "prove"]

SECONDS = 60.0
MEGABYTES = 2048
_SHOWN = 60


def prove(job: Job, files: Sequence[Path]) -> Iterator[tuple[Path, list[Finding] | CvkitError]]:
    """Yield for each file what is left in it of what the redaction of a job removes.

    A file that cannot be read yields the error. Raises :class:`UsageError` if the job has no
    redaction.
    """
    traces = traces_of(job)
    if traces is None:
        hint = "add --redact NAME, or a variant with a redaction"
        raise UsageError(Problem("", "--file needs a redaction to search for", hint=hint))
    for path in files:
        try:
            yield path, _prove(path, traces)
        except CvkitError as error:
            yield path, located(error, path)


def _prove(path: Path, traces: Traces) -> list[Finding]:
    try:
        data = read(path, MAX_BYTES)
    except FileTooLargeError as error:
        raise RenderError(error.strerror) from None
    except OSError as error:
        raise RenderError(f"cannot be read: {error.strerror}") from None
    return _isolated(_in_file, path, data, traces)


def findings_in(source: Path, pdf: bytes, traces: Traces) -> list[Finding]:
    """Return what is left of something redacted in a PDF that was made from a person's file.

    Raises :class:`RenderError` if it cannot be read within the limits.
    """
    return _isolated(_in_pdf, source, pdf, traces)


def _isolated(
    search: Callable[[Path, bytes, Traces], list[Finding]], path: Path, data: bytes, traces: Traces
) -> list[Finding]:
    try:
        return run_isolated(
            search, path, data, traces,
            what="searching the file", seconds=SECONDS, megabytes=MEGABYTES,
        )  # fmt: skip
    except (TooLongError, EndedError, MemoryError) as error:
        raise RenderError(str(error) or "searching the file needs too much memory") from None


def _in_file(path: Path, data: bytes, traces: Traces) -> list[Finding]:
    return list(check_redacted(str(path), pieces(path.name, data), traces))


def _in_pdf(source: Path, pdf: bytes, traces: Traces) -> list[Finding]:
    inner = (piece for piece in pieces(f"{source.stem}.pdf", pdf) if piece.where != "file name")
    return list(check_redacted(str(source), inner, traces, lines=False))


def check_redacted(
    file: str, found: Iterable[Piece], traces: Traces, *, lines: bool = True
) -> Iterator[Finding]:
    """Yield a finding for each secret in the texts of a file, once for each place.

    With ``lines``, places are those of the finished file if it is a text.
    """
    seen: set[tuple[str, str, int | None]] = set()
    for piece in found:
        if piece.blind:
            message = f"{piece.where} cannot be searched"
            yield Finding("CV603", message, codes()["CV603"].severity, file)
            continue
        for match in traces.find(piece.text, piece.syntax):
            words = " ".join(piece.text[match.start : match.end].split())
            key = (words.casefold(), "" if piece.where == "page" else piece.where, piece.page)
            if key in seen:
                continue
            seen.add(key)
            code = "CV601" if match.sure else "CV602"
            where = "" if piece.where in ("page", "text") else f" in {piece.where}"
            line, column = _place(piece, match.start) if lines else (None, None)
            message = (
                f'"{_cut(words)}"{where} '
                f"{'is' if match.sure else 'may give away what is'} redacted ({match.field})"
            )
            yield Finding(
                code, message, codes()[code].severity, file, line, column, piece.page, text=words
            )


def _place(piece: Piece, offset: int) -> tuple[int, int] | tuple[None, None]:
    if piece.where != "text":
        return None, None
    before = piece.text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"
