"""``cvkit import``: convert a file of another tool into a person's file."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from cvkit.errors import InputError, Problem, UsageError

from .common import current_project, shown
from .report import count
from .terminal import echo

if TYPE_CHECKING:
    from cvkit.importers import Draft, Note
    from cvkit.model import CV

__all__ = ["import_"]

# The most names of fields in one line of the report.
_SHOWN = 5


def _complete_formats(
    _ctx: click.Context, _param: click.Parameter, word: str
) -> list[CompletionItem]:
    from cvkit.importers import IMPORTERS

    return [CompletionItem(name) for name in IMPORTERS if name.startswith(word)]


@click.command(
    "import",
    epilog="""\b
Examples:
  cvkit import resume.json                      write people/NAME.yaml
  cvkit import John_Doe_CV.yaml -o people/john.yaml
  cvkit import resume.yml --from yamlresume --force
  cvkit import refs.bib -o people/ada.yaml      add to a file, whose text is kept
  cvkit import refs.bib -o people/ada.yaml --section "Selected Papers"
\b
docs/moving.md describes what each field becomes.
""",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "format_", metavar="FORMAT", shell_complete=_complete_formats,
              help="Format of the file.  [default: detected from its content]")  # fmt: skip
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path),
              help="File to write.  [default: people/NAME.yaml]")  # fmt: skip
@click.option("--section", metavar="TITLE",
              help="Section of an existing file to add publications to.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("-v", "--verbose", is_flag=True, help="Report each note, not one line per kind.")
def import_(
    file: Path,
    format_: str | None,
    output: Path | None,
    section: str | None,
    force: bool,
    verbose: bool,
) -> None:
    """Convert a file of another tool: JSON Resume, RenderCV, YAMLResume and more.

    Content without a matching field is kept under "extra" and printed. Everything that was
    changed or could not be placed is reported on stderr, one line for each kind of note.
    """
    from cvkit.importers import SECONDS, import_isolated
    from cvkit.system.limits import TooLongError, deadline

    draft = import_isolated(file, format_)
    try:
        with deadline(SECONDS, "writing the CV", or_die=True):
            _write(file, draft, output, section, force=force, verbose=verbose)
    except TooLongError as error:
        raise InputError(Problem(str(file), str(error), hint="is it a CV?")) from None


def _write(
    file: Path,
    draft: Draft,
    output: Path | None,
    section: str | None,
    *,
    force: bool,
    verbose: bool,
) -> None:
    """Write the CV of a draft, or add its publications to a file."""
    from cvkit.importers.person_file import person_file, stem_of
    from cvkit.system.files import edit

    path = shown(output or current_project().people_folder / f"{stem_of(draft, file)}.yaml")
    if draft.partial and path.exists() and not force:
        _add(file, draft, path, section or "", verbose=verbose)
        return
    if section:
        hint = "-o names the file with the section"
        raise UsageError(
            Problem("", "--section is only for adding publications to an existing file", hint=hint)
        )
    if path.exists() and not force:
        raise InputError(Problem(str(path), "already exists", hint="--force replaces it"))
    made = person_file(draft, path)
    edit(path, made.text.encode())
    _report(file, made.notes, verbose=verbose)
    summary = _summary(made.cv, len(made.notes))
    echo(f"{path} written ({summary}); now: cvkit render {shlex.quote(_name(path))}")


def _add(file: Path, draft: Draft, path: Path, section: str, *, verbose: bool) -> None:
    """Add publications to an existing file, whose text is kept."""
    from cvkit.importers.person_file import check_text
    from cvkit.importers.references.merge import merge
    from cvkit.source.text import read_source
    from cvkit.system.files import edit

    merged = merge(read_source(path), draft, section)
    check_text(merged.text, path)
    edit(path, merged.text.encode())
    _report(file, merged.notes, verbose=verbose)
    done = f"{merged.added} added, {merged.completed} completed, {merged.unchanged} known"
    echo(f"{path} written ({done}, {count(len(merged.notes), 'note')})")


def _report(file: Path, notes: Sequence[Note], *, verbose: bool) -> None:
    """Print notes, those of one kind as one line with their number, unless all are wanted."""
    groups: dict[Any, list[Note]] = {}
    for number, note in enumerate(notes):
        groups.setdefault(number if verbose else note.kind or note.message, []).append(note)
    for kind, some in groups.items():
        echo(_line(file, _together(kind, some) if len(some) > 1 else some[0]), err=True)
    if len(groups) < len(notes):
        echo(f"{file}: --verbose lists all {len(notes)} notes", err=True)


def _together(kind: str, notes: Sequence[Note]) -> Note:
    """Return one note for several of a kind, at the place of the first."""
    paths = (re.split(r"[.\]]", note.path.rstrip("]"))[-1] for note in notes)
    names = [name for name in dict.fromkeys(paths) if name and not name.isdecimal()]
    listed = f": {', '.join(names[:_SHOWN])}{', …' * (len(names) > _SHOWN)}" if names else ""
    return replace(notes[0], message=f"{kind} ({len(notes)}{listed})", path="")


def _line(file: Path, note: Note) -> str:
    where = ":".join(str(part) for part in (file, note.line, note.column) if part)
    path = f" ({note.path})" if note.path else ""
    return f"{where}: {note.message}{path}"


def _summary(cv: CV, notes: int) -> str:
    return f"{count(len(cv.sections), 'section')}, {count(notes, 'note')}"


def _name(path: Path) -> str:
    """Return the name of a person's file on the command line."""
    in_people = path.parent == shown(current_project().people_folder)
    return path.stem if in_people and path.suffix in (".yaml", ".yml") else str(path)
