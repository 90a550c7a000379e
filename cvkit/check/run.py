"""Render, read the PDF back, and run all checks on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cvkit.document import Typeset
from cvkit.errors import CvkitError, RenderError, did_you_mean
from cvkit.export.attachments import read_pdf as read_bytes
from cvkit.export.context import Material
from cvkit.language.locale import locale_of
from cvkit.model import CV, Ignore
from cvkit.pipeline.job import Job
from cvkit.pipeline.redaction import traces_of
from cvkit.pipeline.sources import cached_cv, cached_tree
from cvkit.pipeline.work import Begun, begin, guarded
from cvkit.typeset.pool import Limits, Pool, Task, cores

from .context import Places, Subject, margins
from .findings import Finding, codes
from .pdf.reading import Reading

__all__ = ["Checked", "check", "check_files", "examine", "read_pdf"]


@dataclass(frozen=True)
class Checked:
    """The findings for a CV in a theme, those ignored, or why it could not be checked.

    ``file`` is the finished file that was searched instead, if one was.
    """

    job: Job
    pages: int = 0
    findings: tuple[Finding, ...] = ()
    ignored: tuple[Finding, ...] = ()
    error: CvkitError | None = None
    file: str = ""


def check(jobs: Sequence[Job], pdf: Path | None = None) -> Iterator[Checked]:
    """Check CVs on all cores, and yield the results in the order of the jobs.

    With ``pdf`` the one job is compared with that file instead of with what would be typeset.
    Findings about the file alone are reported once, with the first theme.
    """
    reported: set[tuple[str, str, str]] = set()
    with Pool(0 if pdf else min(cores(), len(jobs)), Limits()) as pool:
        begun = pool.ahead(_begin(job, pool, pdf) for job in jobs)
        read = pool.ahead(_read(each, pool) for each in begun)
        for each in read:
            yield _once(_finish(each, pool.limits), reported)


@dataclass(frozen=True)
class _Read:
    """A PDF that is being read, or why it cannot be, beside what it was made from."""

    job: Job
    made: Material | CvkitError
    reading: Task[Reading] | None = None


def _begin(job: Job, pool: Pool, pdf: Path | None) -> Begun:
    """Begin to typeset a CV; the formats that the job asks for are not written."""
    begun = begin(replace(job, outputs=(("html" if pdf else "pdf", job.source),)), pool)
    if pdf is None or isinstance(begun.made, CvkitError):
        return begun
    try:
        typeset = Typeset(read_bytes(pdf), 0)
    except CvkitError as error:
        return replace(begun, made=error)
    return replace(begun, made=replace(begun.made, typeset=typeset))


def _read(begun: Begun, pool: Pool) -> _Read:
    """Have a PDF read, while the next is being typeset."""
    try:
        material = begun.result()
    except CvkitError as error:
        return _Read(begun.job, error)
    assert material.typeset is not None
    task = pool.submit("reading the PDF", read_pdf, material.typeset.pdf)
    return _Read(begun.job, material, task)


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


def _finish(read: _Read, limits: Limits) -> Checked:
    if isinstance(read.made, CvkitError):
        return Checked(read.job, error=read.made)
    assert read.reading is not None
    try:
        with guarded(read.job, limits.seconds, "checking", limits):
            return examine(read.job, read.made, read.reading.result())
    except CvkitError as error:
        return Checked(read.job, error=error)


def examine(job: Job, material: Material, reading: Reading) -> Checked:
    """Compare what was read from a PDF with what it was made from, by all checks."""
    from .accessible import check_accessible
    from .chronology import check_chronology
    from .completeness import check_complete
    from .content import check_content
    from .link_looks import check_link_looks
    from .machine_reading import check_machine
    from .typography import check_typography

    assert material.document is not None
    theme, options, cv = material.theme, material.options, material.cv
    whole = cached_cv(job.source, job.given)
    done = material.typeset
    fitted = done.fitted.values if done and done.fitted else {}
    subject = Subject(
        job.source,
        theme.name,
        cv,
        whole,
        locale_of(cv, str(options.get("date_format", "medium"))),
        Places(cached_tree(job.source, job.given)),
        reading,
        material.document.html,
        (*theme.fonts, *theme.system_fonts, *theme.chosen_fonts(options)),
        margins({**options, **fitted}),
        done.warnings if done else (),
        days=bool(options.get("days")),
    )
    checks = (check_complete, check_machine, check_typography, check_accessible,
              check_link_looks, check_content, check_chronology)  # fmt: skip
    found = [finding for each in checks for finding in each(subject)]
    if (traces := traces_of(job)) and done:
        from .redacted import findings_in

        found += findings_in(job.source, done.pdf, traces)
    kept, ignored = _ignore(found, whole, subject)
    ordered = sorted(dict.fromkeys(kept), key=_place)
    return Checked(job, len(reading.pages), tuple(ordered), tuple(ignored))


def check_files(job: Job, files: Sequence[Path]) -> Iterator[Checked]:
    """Search finished files of any format for what the redaction of a job removes.

    Raises :class:`UsageError` if the job has no redaction, and :class:`InputError` if the CV is
    invalid.
    """
    from .redacted import prove

    rules = cached_cv(job.source).ignore
    for path, found in prove(job, files):
        if isinstance(found, CvkitError):
            yield Checked(job, error=found, file=str(path))
            continue
        reasons = {f: rule.reason for f in found for rule in rules if _concerns(rule, f)}
        kept = tuple(finding for finding in found if finding not in reasons)
        ignored = tuple(replace(finding, reason=why) for finding, why in reasons.items())
        yield Checked(job, 0, kept, ignored, file=str(path))


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
