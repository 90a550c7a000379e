"""Reports of findings: for people, for programs, and for GitHub's annotations."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

from .findings import SEVERITIES, Finding
from .run import Checked

__all__ = ["FORMATS", "as_github", "as_json", "as_text", "counts", "errors_as_text"]

_VERSION = 1
_GITHUB = {"error": "error", "warning": "warning", "info": "notice"}


def counts(checked: Iterable[Checked]) -> Counter[str]:
    """Return the number of findings of each severity, and of ignored ones."""
    found: Counter[str] = Counter(dict.fromkeys((*SEVERITIES, "ignored"), 0))
    for each in checked:
        found.update(finding.severity for finding in each.findings)
        found["ignored"] += len(each.ignored)
    return found


def errors_as_text(checked: Sequence[Checked]) -> Iterator[str]:
    """Yield one line for each finding of severity "error"."""
    for each in checked:
        yield from (_line(finding) for finding in each.findings if finding.severity == "error")


def as_text(checked: Sequence[Checked], *, verbose: bool = False) -> Iterator[str]:
    """Yield one line per finding, in the style of a compiler, and a summary line per CV."""
    for each in checked:
        name = each.file or f"{each.job.source} in {each.job.theme.name}"
        if each.error:
            continue
        yield from (_line(finding) for finding in each.findings)
        for finding in each.ignored if verbose else ():
            yield f"{_line(finding)} (ignored: {finding.reason})"
        total = counts([each])
        result = ", ".join(_count(total[s], s) for s in SEVERITIES if total[s]) or "no problems"
        ignored = f", {total['ignored']} ignored" if total["ignored"] else ""
        pages = "" if each.file else f"{_count(each.pages, 'page')}, "
        if each.file and not found_any(total):
            result = "nothing that is redacted was found"
        yield f"{name}: {pages}{result}{ignored}"


def found_any(total: Counter[str]) -> bool:
    """Whether there is a finding of any severity."""
    return any(total[severity] for severity in SEVERITIES)


def _line(finding: Finding) -> str:
    place = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part)
    page = f" (page {finding.page})" if finding.page else ""
    hint = f"; {finding.hint}" if finding.hint else ""
    return f"{place}: {finding.severity} {finding.code}: {finding.message}{page}{hint}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 or noun == 'info' else 's'}"


def as_json(checked: Sequence[Checked], *, verbose: bool = False) -> Iterator[str]:
    """Yield one JSON object, described in docs/check.md."""
    found = [
        asdict(finding)
        for each in checked
        for finding in (*each.findings, *(each.ignored if verbose else ()))
    ]
    errors = [str(p) for each in checked if each.error for p in each.error.problems]
    documents = [
        {
            "file": each.file or str(each.job.source),
            "theme": each.job.theme.name,
            "pages": each.pages,
        }
        for each in checked
        if not each.error
    ]
    report = {
        "version": _VERSION,
        "findings": found,
        "documents": documents,
        "summary": dict(counts(checked)),
        "failures": errors,
    }
    yield json.dumps(report, indent=2, ensure_ascii=False)


def as_github(checked: Sequence[Checked], *, verbose: bool = False) -> Iterator[str]:
    """Yield annotations that GitHub shows next to the lines of a pull request."""
    for each in checked:
        for finding in (*each.findings, *(each.ignored if verbose else ())):
            fields = {
                "file": finding.file, "line": finding.line, "col": finding.column,
                "title": f"{finding.code} in {finding.theme}",
            }  # fmt: skip
            listed = ",".join(f"{k}={_escape(str(v), ':,')}" for k, v in fields.items() if v)
            reason = f" (ignored: {finding.reason})" if finding.reason else ""
            message = _escape(f"{finding.message}{reason}")
            yield f"::{_GITHUB[finding.severity]} {listed}::{message}"
        for problem in each.error.problems if each.error else ():
            place = f"file={_escape(problem.file, ':,')}" + (
                f",line={problem.line},col={problem.column}" if problem.line else ""
            )
            yield f"::error {place}::{_escape(problem.message)}"


def _escape(text: str, more: str = "") -> str:
    """Escape percent signs, line breaks and ``more``, as GitHub's workflow commands require."""
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


FORMATS: Mapping[str, Callable[..., Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}
