"""The command that checks finished PDFs."""

from __future__ import annotations

from pathlib import Path

import click

from cvkit.errors import Problem, UsageError

from . import report
from .common import current_project
from .options import (
    locale_option,
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

__all__ = ["check"]


@click.command(
    epilog="""\b
Examples:
  cvkit check                               everybody in people/, in the theme modern
  cvkit check ada --theme all               one person in every theme
  cvkit check ada --variant industry        one of the versions that the file declares
  cvkit check cv.yaml --pdf sent.pdf        a PDF that exists
  cvkit check --format github --strict      in continuous integration
  cvkit check --explain CV101               what a code means, and how to mend it
"""
)
@people_argument
@theme_option
@variant_option
@locale_option
@redact_option
@click.option("-f", "--format", "form", default="text", show_default=True,
              type=click.Choice(["text", "json", "github"]),
              help="For people, programs or GitHub.")  # fmt: skip
@set_option
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.pdf",
              help="Check this PDF against the file, instead of rendering it.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Let warnings fail, too.")
@click.option("-v", "--verbose", is_flag=True, help="Show what is ignored, with the reasons.")
@click.option("--explain", "code", metavar="CODE", help="Explain a code, and do nothing else.")
@quiet_option
def check(
    people: tuple[str, ...],
    themes: tuple[str, ...],
    variants: tuple[str, ...],
    locales: tuple[str, ...],
    redact: str,
    form: str,
    options: tuple[str, ...],
    pdf: Path | None,
    strict: bool,
    verbose: bool,
    code: str | None,
    quiet: bool,
) -> int:
    """Render CVs, read the PDFs back, and tell what is not as the file has it.

    Looks for every text and link of the file in the finished PDF, and whether people and
    machines can read it; looks at type, accessibility and content. Nothing is written.
    """
    if code is not None:
        from cvkit.check import explain

        click.echo(explain(code))
        return 0
    from cvkit.check.report import FORMATS, counts, errors_as_text
    from cvkit.check.run import check as check_jobs
    from cvkit.pipeline.plan import Wish, plan

    project = current_project()
    wish = Wish(
        sources(project, people),
        project.build_folder,
        themes=split(themes),
        options=tuple(map(pair, options)),
        variants=split(variants),
        locales=split(locales),
        redact=redact,
        everybody=not people,
    )
    jobs = plan(project, wish)
    if pdf is not None and len(jobs) != 1:
        problem = Problem("", f"--pdf is one PDF, and there are {len(jobs)} CVs to compare it with",
                          hint="name one file and one theme")  # fmt: skip
        raise UsageError(problem)
    checked = list(check_jobs(jobs, pdf))
    for each in checked:
        report.print_problems(each.error.problems if each.error else ())
    only_errors = quiet and form == "text"
    lines = errors_as_text(checked) if only_errors else FORMATS[form](checked, verbose=verbose)
    for line in lines:
        click.echo(line)
    total = counts(checked)
    failed = any(each.error for each in checked) or total["error"]
    return 1 if failed or (strict and total["warning"]) else 0
