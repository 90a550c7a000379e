"""``cvkit check``: verify finished PDFs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cvkit.errors import Problem, UsageError

from . import report
from .common import current_project
from .completion import complete_codes
from .options import (
    language_option,
    pair,
    people_argument,
    quiet_option,
    redact_option,
    set_option,
    sources,
    split,
    theme_option,
    variant_option,
)
from .terminal import echo, echo_lines

__all__ = ["check"]

if TYPE_CHECKING:
    from cvkit.check.run import Checked
    from cvkit.pipeline.job import Job


@click.command(
    epilog="""\b
Examples:
  cvkit check                               everybody in people/, in the theme modern
  cvkit check ada --theme all               one person in every theme
  cvkit check ada --variant industry        one of the variants defined in the file
  cvkit check cv.yaml --pdf sent.pdf        an existing PDF
  cvkit check ada --redact blind --file build/ada-modern-blind.docx
  cvkit check --format github --strict      in continuous integration
  cvkit check --explain CV101               what a code means, and how to fix it
"""
)
@people_argument
@theme_option
@variant_option
@language_option
@redact_option
@click.option("-f", "--format", "form", default="text", show_default=True,
              type=click.Choice(["text", "json", "github"]),
              help="Output format: for people, programs or GitHub.")  # fmt: skip
@set_option
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.pdf",
              help="Check this PDF against the file, instead of rendering it.")  # fmt: skip
@click.option("--file", "files", type=click.Path(dir_okay=False, path_type=Path), multiple=True,
              metavar="FILE", help="Search this finished file, of any format, for what --redact "
              "removes.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings, too.")
@click.option("-v", "--verbose", is_flag=True, help="Show ignored findings, with the reasons.")
@click.option(
    "--explain",
    "code",
    metavar="CODE",
    shell_complete=complete_codes,
    help="Explain a code and exit.",
)
@quiet_option
def check(
    people: tuple[str, ...],
    themes: tuple[str, ...],
    variants: tuple[str, ...],
    languages: tuple[str, ...],
    redact: str,
    form: str,
    options: tuple[str, ...],
    pdf: Path | None,
    files: tuple[Path, ...],
    strict: bool,
    verbose: bool,
    code: str | None,
    quiet: bool,
) -> int:
    """Render CVs, read the PDFs back, and report differences from the files.

    Checks that every text and link of the file is in the finished PDF, that people and machines
    can read it, and its typography, accessibility and content. Nothing is written.
    """
    if code is not None:
        from cvkit.check import explain

        echo_lines(explain(code))
        return 0
    from cvkit.check.report import FORMATS, counts, errors_as_text
    from cvkit.check.run import check as check_jobs
    from cvkit.pipeline.plan import plan
    from cvkit.pipeline.request import Request

    project = current_project()
    request = Request(
        sources(project, people),
        project.build_folder,
        themes=split(themes),
        options=tuple(map(pair, options)),
        variants=split(variants),
        languages=split(languages),
        redact=redact,
        everybody=not people,
    )
    jobs = plan(project, request)
    if pdf is not None and len(jobs) != 1:
        problem = Problem("", f"--pdf needs exactly one CV to compare with, found {len(jobs)}",
                          hint="name one file and one theme")  # fmt: skip
        raise UsageError(problem)
    checked = list(_search(jobs, files) if files else check_jobs(jobs, pdf))
    for each in checked:
        if each.error:
            report.print_error(each.error)
    only_errors = quiet and form == "text"
    lines = errors_as_text(checked) if only_errors else FORMATS[form](checked, verbose=verbose)
    for line in lines:
        echo_lines(line) if form == "json" else echo(line)
    total = counts(checked)
    failed = any(each.error for each in checked) or total["error"]
    return 1 if failed or (strict and total["warning"]) else 0


def _search(jobs: Sequence[Job], files: tuple[Path, ...]) -> Iterator[Checked]:
    """Search finished files for what is redacted; the theme in which they are set is the same."""
    from cvkit.check.run import check_files

    choices = {(job.source, job.choice) for job in jobs}
    if len(choices) != 1:
        message = f"--file needs exactly one CV and one redaction, found {len(choices)}"
        raise UsageError(Problem("", message, hint="name one person, and one variant or language"))
    yield from check_files(jobs[0], files)
