"""The output panel: exports, and the findings of ``cvkit check``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nicegui import ui

from cvkit.apps.studio.core.session import Session
from cvkit.apps.studio.core.work import check_file, export
from cvkit.check.findings import Finding, codes
from cvkit.errors import CvkitError, Problem
from cvkit.export import EXPORTERS

from .elements import button, group_title

__all__ = ["OutputPanel"]

_TITLES = {
    "pdf": "PDF",
    "html": "Web page",
    "png": "Pictures",
    "tex": "LaTeX",
    "markdown": "Markdown",
    "markdown-site": "Site",
    "text": "Plain text",
    "docx": "Word",
    "yaml": "YAML",
    "bibtex": "BibTeX",
    "csl": "CSL",
    "json": "JSON",
}


class OutputPanel:
    """Downloads in every format, and checks; ``on_finding`` is called to show a finding."""

    def __init__(self, session: Session, on_finding: Callable[[Finding], None]) -> None:
        self._session = session
        self._on_finding = on_finding
        with ui.element("div").classes("panel-part"):
            group_title("Export")
            with ui.element("div").classes("formats"):
                for name in EXPORTERS:
                    made = button(
                        _TITLES.get(name, name), partial(self._export, name), kind="format"
                    )
                    made.props["data-format"] = name
                    with made:
                        ui.label(EXPORTERS[name].suffix).classes("suffix")
        with ui.element("div").classes("panel-part"):
            group_title("Check")
            ui.label("Reads the PDF back, and compares it with the file.").classes("hint")
            self._run = button("Check this CV", self._check, icon="fact_check", kind="wide")
            self._findings = ui.element("div").classes("findings")

    async def _export(self, form: str) -> None:
        session = self._session
        if session.target is None:
            return
        session.save()
        try:
            made = await session.runner.now(export, session.target, session.look, form)
        except CvkitError as error:
            _notify(error.problems[0])
            return
        if made.problems:
            _notify(made.problems[0])
            return
        ui.download.content(made.content, made.name)
        ui.notify(f"{made.name} exported", classes="note")

    async def _check(self) -> None:
        session = self._session
        if session.target is None:
            return
        session.save()
        self._run.props("loading")
        try:
            findings, problems = await session.runner.later(
                check_file, session.target, session.look
            )
        except CvkitError as error:
            findings, problems = (), error.problems
        self._run.props(remove="loading")
        self._show(findings, problems)

    def _show(self, findings: tuple[Finding, ...], problems: tuple[Problem, ...]) -> None:
        self._findings.clear()
        with self._findings:
            for problem in problems:
                ui.label(str(problem)).classes("finding is-error")
            for finding in findings:
                self._finding(finding)
            if not findings and not problems:
                ui.label("Nothing was found.").classes("good")

    def _finding(self, finding: Finding) -> None:
        row = ui.element("button").props('type="button"')
        row.classes(f"finding is-{finding.severity}")
        row.on("click", lambda: self._on_finding(finding))
        with row:
            where = [f"line {finding.line}"] if finding.line else []
            where += [f"page {finding.page}"] if finding.page else []
            ui.label(" · ".join((finding.code, *where))).classes("finding-code")
            ui.label(finding.message).classes("finding-text")
            ui.label(finding.hint or codes()[finding.code].fix).classes("problem-hint")


def _notify(problem: Problem) -> None:
    ui.notify(str(problem), type="negative", multi_line=True, timeout=8000)
