"""``cvkit match``: the words of a job advertisement that a CV has, and those that it lacks."""

from __future__ import annotations

from pathlib import Path

import click

from .common import current_project, shown
from .completion import complete_people
from .terminal import echo_lines

__all__ = ["match"]


@click.command(
    epilog="""\b
Examples:
  cvkit match ada job.txt
  cvkit match cv.yaml stelle.txt --language de
"""
)
@click.argument("person", metavar="PERSON|FILE.yaml", shell_complete=complete_people)
@click.argument("job", metavar="JOB.txt", type=click.Path(dir_okay=False, path_type=Path))
@click.option("-l", "--language", default="", metavar="TAG",
              help="Language of the CV, if its texts have several.")  # fmt: skip
def match(person: str, job: Path, language: str) -> None:
    """Compare the words of a job advertisement with a CV and its variants, line by line.

    Words are compared as they are written: there is no model behind it, no network and no score.
    Save the advertisement as a plain text file.
    """
    from cvkit.check.match import as_text
    from cvkit.check.match import match as compare
    from cvkit.errors import InputError, Problem
    from cvkit.pipeline.plan import check_languages
    from cvkit.source.text import read_source

    source = shown(current_project().file_of(person))
    check_languages([language] if language else [])
    text = read_source(job).text
    if not text.strip():
        raise InputError(Problem(str(job), "the file is empty", code="empty-file"))
    echo_lines("\n".join(as_text(compare(source, job, text, language))))
