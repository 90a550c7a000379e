"""Render, read the PDF back, and run all checks on it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from cvkit.document import Document, Typeset
from cvkit.errors import CvkitError, RenderError, did_you_mean
from cvkit.export.attachments import read_pdf as read_bytes
from cvkit.language.locale import get_locale
from cvkit.model import CV, Ignore
from cvkit.pipeline.build import build
from cvkit.pipeline.job import Job
from cvkit.pipeline.prepare import load_cached, material, selected
from cvkit.pipeline.render import guarded
from cvkit.typeset.pool import Limits, Typesetters, cores

from .context import Places, Subject, margins
from .findings import Finding, codes
from .pdf.reading import Reading

__all__ = ["Checked", "check", "examine", "read_pdf"]

_T = TypeVar("_T")


@dataclass(frozen=True)
class Checked:
    """The findings for a CV in a theme, those ignored, or why it could not be checked."""

    job: Job
    pages: int = 0
    findings: tuple[Finding, ...] = ()
    ignored: tuple[Finding, ...] = ()
    error: CvkitError | None = None


def check(jobs: Sequence[Job], pdf: Path | None = None) -> Iterator[Checked]:
    """Check CVs on all cores, and yield the results in the order of the jobs.

    With ``pdf`` the only job is compared with that file, and nothing is typeset. Findings
    that concern the person's file alone are reported once, with the first theme.
    """
    workers = min(cores(), len(jobs))
    few = 2 * max(workers, 1)
    reported: set[tuple[str, str, str]] = set()
    with Typesetters(0 if pdf else workers, Limits()) as typesetters:
        begun = _ahead(((job, _begin(job, typesetters, pdf)) for job in jobs), few)
        read = _ahead(((job, _read_on(done, typesetters)) for job, done in begun), few)
        for job, reading in read:
            yield _once(_finish(job, reading), reported)


def _ahead(items: Iterator[_T], few: int) -> Iterator[_T]:
    """Yield items, taking the next few early, to keep workers busy within bounded memory."""
    waiting: deque[_T] = deque()
    for item in items:
        waiting.append(item)
        if len(waiting) > few:
            yield waiting.popleft()
    yield from waiting


_Begun = tuple[Document, Future[Typeset] | Typeset] | CvkitError
_Read = tuple[Document, Typeset, Future[Reading]] | CvkitError


def _begin(job: Job, typesetters: Typesetters, pdf: Path | None) -> _Begun:
    limits = typesetters.limits
    try:
        with guarded(limits.compose_seconds, "reading and composing", limits):
            document = build(job)
        if pdf is not None:
            return document, Typeset(read_bytes(pdf), 0)
        return document, typesetters.submit(document)
    except CvkitError as error:
        return error


def _read_on(begun: _Begun, typesetters: Typesetters) -> _Read:
    """Submit the typeset PDF for reading, while the next one is being typeset."""
    if isinstance(begun, CvkitError):
        return begun
    document, made = begun
    try:
        done = made if isinstance(made, Typeset) else typesetters.result(document, made)
    except CvkitError as error:
        return error
    try:
        return document, done, typesetters.executor.submit(read_pdf, done.pdf)
    except BrokenProcessPool as error:  # another document killed its worker
        future: Future[Reading] = Future()
        future.set_exception(error)
        return document, done, future


def _result(future: Future[Reading], pdf: bytes) -> Reading:
    """Return what was read; if the worker died, read in this process, one PDF at a time."""
    try:
        return future.result()
    except BrokenProcessPool:
        return read_pdf(pdf)


def read_pdf(data: bytes) -> Reading:
    """Read a PDF with both readers; raise :class:`RenderError` if it is not a PDF."""
    from .pdf.pdfium_reader import see
    from .pdf.pdfminer_reader import BROKEN, Mine

    try:
        mine = Mine(data)
        pages = tuple(see(data))
        second = tuple(mine.texts())
        return Reading(
            pages,
            second + ("",) * (len(pages) - len(second)),
            tuple(mine.annotations()),
            tuple(mine.fonts()),
            mine.facts(),
            mine.tags(),
            mine.tabs(),
        )
    except BROKEN as error:
        reason = str(error) or type(error).__name__
        raise RenderError(f"not a readable PDF: {reason}") from None


def _finish(job: Job, read: _Read) -> Checked:
    if isinstance(read, CvkitError):
        return Checked(job, error=read)
    document, done, future = read
    try:
        reading = _result(future, done.pdf)
        return examine(job, reading, document.html, done.warnings)
    except CvkitError as error:
        named = [replace(p, file=str(job.source)) if not p.file else p for p in error.problems]
        return Checked(job, error=type(error)(named))


def examine(job: Job, reading: Reading, html: str, warnings: tuple[str, ...] = ()) -> Checked:
    """Run all checks: compare what was read with what the person's file says.

    ``html`` is the composed page, or empty; ``warnings`` are those of the typesetter.
    """
    from .accessible import check_accessible
    from .chronology import check_chronology
    from .completeness import check_complete
    from .content import check_content
    from .machine_reading import check_machine
    from .typography import check_typography

    shown = material(job, selected(job))
    theme = shown.theme
    date_format = str(shown.options.get("date_format", "medium"))
    chosen = (str(value) for name, value in shown.options.items() if name.endswith("font"))
    whole = load_cached(job.source)
    subject = Subject(
        job.source,
        job.theme,
        shown.cv,
        whole,
        get_locale(shown.cv.language, date_format),
        Places(job.source),
        reading,
        html,
        (*theme.fonts, *theme.system_fonts, *chosen),
        margins(shown.options),
        warnings,
    )
    checks = (check_complete, check_machine, check_typography, check_accessible,
              check_content, check_chronology)  # fmt: skip
    found = [finding for each in checks for finding in each(subject)]
    kept, ignored = _ignore(found, whole, subject)
    ordered = sorted(dict.fromkeys(kept), key=_place)
    return Checked(job, len(reading.pages), tuple(ordered), tuple(ignored))


def _place(finding: Finding) -> tuple[int, int, int, str]:
    return finding.line or 0, finding.column or 0, finding.page or 0, finding.code


def _ignore(
    found: Sequence[Finding], cv: CV, subject: Subject
) -> tuple[list[Finding], list[Finding]]:
    """Split off ignored findings, and report ignore rules that are unknown or unused."""
    kept, ignored = [], []
    used: set[int] = set()
    for finding in found:
        rules = [n for n, rule in enumerate(cv.ignore) if _concerns(rule, finding)]
        used.update(rules)
        if rules:
            ignored.append(replace(finding, reason=cv.ignore[rules[0]].reason))
        else:
            kept.append(finding)
    for number, rule in enumerate(cv.ignore):
        place = f"ignore[{number}].code"
        if rule.code not in codes():
            hint = did_you_mean(rule.code, codes())
            message = f'unknown code "{rule.code}"'
            kept.append(subject.at_path("CV001", message, place, hint=hint, text=rule.code))
        elif number not in used and codes()[rule.code].of_file:
            message = f"this rule for {rule.code} matches no finding"
            kept.append(subject.at_path("CV002", message, place, text=rule.code))
    return kept, ignored


def _concerns(rule: Ignore, finding: Finding) -> bool:
    """Whether a rule applies to a finding."""
    return (
        finding.code == rule.code
        and (not rule.path or _is_within(finding.path, rule.path))
        and (not rule.text or rule.text in finding.text)
    )


def _is_within(path: str, part: str) -> bool:
    return path == part or path.startswith((f"{part}.", f"{part}["))


def _once(checked: Checked, reported: set[tuple[str, str, str]]) -> Checked:
    """Leave out findings on the file alone that were reported with another theme."""
    fresh = []
    for finding in checked.findings:
        key = (finding.code, finding.file, f"{finding.path} {finding.message}")
        if not codes()[finding.code].of_file or key not in reported:
            fresh.append(finding)
            reported.add(key)
    return replace(checked, findings=tuple(fresh))
