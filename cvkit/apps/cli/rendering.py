"""The command that renders."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import Any

import click

from cvkit.errors import CvkitError

from . import report
from .common import current_project
from .options import quiet_option
from .requests import make_request, request_options
from .terminal import echo

__all__ = ["render", "watch"]


@click.command(
    epilog="""\b
Examples:
  cvkit render                              everybody in people/
  cvkit render ada --theme modern           one person
  cvkit render cv.yaml --output-dir .       any file, into the current folder
  cvkit render ada --set accent=#a40000 --set page_size=Letter
  cvkit render ada --with headline="Nurse" --with "phone="
  cvkit render ada --format pdf,docx,text   in several formats
  cvkit render ada --format tex             LaTeX source, to edit by hand
  cvkit render ada --engine latex           a PDF made by LaTeX
  cvkit render ada --variant industry       one of the variants defined in the file
  cvkit render ada --language en,zh         in two languages
  cvkit render ada --redact blind           without name and contact details
  cvkit render ada --redact blind --strict  the same, or nothing if that is not certain
  cvkit render ada --letter acme            the letter in ada.acme.yaml
  cvkit render ada --pages 1                tightened to one page, but not below 9 pt
  cvkit render ada --pdf-variant a-3a --embed-source   for archiving
  cvkit render --force                      also what is up to date
  cvkit render --check                      are all results up to date?
  cvkit render ada --variant all --explain  what each variant leaves out
"""
)
@request_options
@click.option("--cluster", default="", metavar="ADDRESS",
              help="Dask scheduler whose workers render, such as tcp://host:8786; local:N starts "
              "N workers here. Needs cvkit[cluster].")  # fmt: skip
@click.option("--force", is_flag=True, help="Render also what is up to date.")
@click.option("--check", is_flag=True,
              help="Write nothing; report which results are missing or out of date.")  # fmt: skip
@click.option(
    "--explain",
    is_flag=True,
    help="Render nothing; list what is left out and what is not translated.",
)
@quiet_option
def render(
    *, cluster: str, force: bool, check: bool, explain: bool, quiet: bool, **asked: Any
) -> int:
    """Render CVs: those of the people named, or of everybody in people/.

    Writes PERSON-THEME[-VARIANT][-REDACTION][-LANGUAGE].pdf for each combination, or what the
    file says under "output". Results that are up to date are not rendered again. If a CV fails,
    the others are still rendered, and its earlier results are kept.
    """
    from cvkit.pipeline.build import Build
    from cvkit.system.limits import Limits

    project = current_project()
    build = Build(project, make_request(project, **asked), force=force, compare=check)
    if explain:
        return report.explain(build.jobs)
    if build.kept:
        build.save()
        return report.kept(build.kept, quiet)
    results = build.run(Limits(own_process=True), cluster)
    if check:
        return report.compare(results, quiet)
    reporter = report.Reporter(len(build.jobs) if build.left else 0, quiet)
    reporter.take(results)
    return 1 if reporter.failed else 0


@click.command(
    epilog="""\b
Examples:
  cvkit watch                     everybody in people/
  cvkit watch ada --theme modern  one person
  cvkit watch cv.yaml --format pdf,html
"""
)
@request_options
@quiet_option
def watch(*, quiet: bool, **asked: Any) -> int:
    """Render CVs, and again whenever a file that they depend on is saved.

    Watches the files of people, their letters, pictures and style sheets, the themes, and
    cvkit.yaml. End it with Ctrl-C.
    """
    from cvkit.pipeline.watch import watch as results

    project = current_project()
    waiting = False
    with (
        suppress(KeyboardInterrupt),
        closing(results(project, lambda: make_request(project, **asked))) as found,
    ):
        for result in found:
            if isinstance(result, CvkitError):
                report.print_error(result)
            elif result:
                report.Reporter(0, quiet).take([result])
            elif not (waiting or quiet):
                waiting = True
                echo("Waiting for changes. Stop with Ctrl-C.", err=True)
    return 0
