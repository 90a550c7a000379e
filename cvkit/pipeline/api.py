"""The functions of ``import cvkit``: a file or a mapping in, the bytes of a file out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Literal

from cvkit.errors import Problem, UsageError
from cvkit.load.load import load as load_file
from cvkit.load.load import load_data
from cvkit.model import CV
from cvkit.select import Choice, variant_of
from cvkit.select import select as select_choice
from cvkit.theme.theme import Theme, cached_theme, parse_options
from cvkit.typeset.standards import DEFAULT_VARIANT

from .declared import declared
from .defaults import DEFAULT_ENGINE, DEFAULT_FORMAT, DEFAULT_THEME
from .job import Job
from .plan import check_languages, format_names, plan
from .project import Project as Folders
from .project import find_project
from .render import render as render_jobs
from .request import PdfSettings, Request, parse_limit
from .result import Result
from .sources import cached_cv
from .work import carry_out

__all__ = ["Project", "job_of", "load", "render", "select"]

Source = CV | Mapping[str, Any] | str | PathLike[str]


class Project(Folders):
    """A folder with ``people/``, and perhaps ``themes/``."""

    def render(self, people: Iterable[str] = (), **settings: Any) -> Iterator[Result]:
        """Render people by name, or everybody, on all cores; yield the results in order.

        ``settings`` are the fields of :class:`cvkit.pipeline.request.Request`, such as
        ``themes=["modern"]`` and ``formats=["pdf", "docx"]``. The files are written into
        ``folder``, which is the project's ``build/`` unless given. A CV that fails gives a
        result with an ``error``. Raises :class:`UsageError` if what is requested does not exist.
        """
        names = list(people)
        sources = [self.file_of(name) for name in names] or list(self.people())
        settings = {"folder": self.build_folder, "everybody": not names, **settings}
        settings["options"] = tuple(dict(settings.get("options", ())).items())
        return render_jobs(plan(self, Request(sources, **settings)))


def load(source: Mapping[str, Any] | str | PathLike[str]) -> CV:
    """Return the CV of a YAML file, or of a mapping with the same fields.

    Raises :class:`InputError` with every problem: its place, and how to fix it.
    """
    return load_data(source) if isinstance(source, Mapping) else load_file(Path(source))


def select(cv: CV, *, variant: str = "", language: str = "", redact: str = "") -> CV:
    """Return the CV with what a variant, a language and a redaction show of it.

    ``language`` is a BCP 47 tag. Raises :class:`UsageError` if there is no such variant or
    redaction.
    """
    return select_choice(cv, Choice(variant, language, redact))


def render(
    source: Source,
    *,
    theme: str | Theme | None = None,
    format: str = DEFAULT_FORMAT,  # noqa: A002 - the name of the option in the command line
    options: Mapping[str, object] | None = None,
    variant: str = "",
    language: str = "",
    redact: str = "",
    letter: str | PathLike[str] | None = None,
    pages: int | Literal["auto"] | None = None,
    pdf_variant: str = DEFAULT_VARIANT,
    embed_source: bool = False,
    engine: str = DEFAULT_ENGINE,
    folder: str | PathLike[str] = ".",
) -> bytes:
    """Return the content of one file made from a CV, in this process; nothing is written.

    ``source`` is a YAML file, a mapping with the same fields, or a :class:`CV`. The default of
    ``theme`` is the first that the letter, the variant, the CV or the project names under
    ``theme``, else ``modern``. ``options`` are those of the theme, such as
    ``{"accent": "#a40000"}``, and win over the CV's own.
    ``letter`` is the file of a letter to render instead. ``pages`` is a number from 1 to 99, or
    ``"auto"`` for no nearly empty last page. The other settings are those of ``cvkit render``.
    ``folder`` is where pictures and own themes of a CV without a file are looked for.

    Raises :class:`CvkitError`: :class:`InputError` for an invalid file or mapping,
    :class:`UsageError` for a setting that does not exist, :class:`ThemeError` for a broken
    theme, and :class:`RenderError` if a document cannot be typeset or does not fit.
    """
    job = job_of(
        source,
        theme=theme,
        format=format,
        options=options,
        variant=variant,
        language=language,
        redact=redact,
        letter=letter,
        pages=pages,
        pdf_variant=pdf_variant,
        embed_source=embed_source,
        engine=engine,
        folder=folder,
    )
    contents = list(carry_out(job).contents.values())
    if len(contents) != 1:
        message = f"the format {format} makes one file per page, here {len(contents)}"
        raise UsageError(Problem("", message, hint="Project.render writes them"))
    return contents[0]


def job_of(
    source: Source,
    *,
    theme: str | Theme | None = None,
    format: str = DEFAULT_FORMAT,  # noqa: A002 - as above
    options: Mapping[str, object] | None = None,
    variant: str = "",
    language: str = "",
    redact: str = "",
    letter: str | PathLike[str] | None = None,
    pages: int | Literal["auto"] | None = None,
    pdf_variant: str = DEFAULT_VARIANT,
    embed_source: bool = False,
    engine: str = DEFAULT_ENGINE,
    folder: str | PathLike[str] = ".",
) -> Job:
    """Return the job that :func:`render` carries out, such as for a :class:`Session`.

    Raises :class:`UsageError` for a setting that does not exist, and :class:`ThemeError` for a
    broken theme or an invalid option.
    """
    path, cv = _source(source, Path(folder))
    project = find_project(path.parent.resolve())
    roots = project.theme_roots
    if not isinstance(theme, Theme):
        own = () if theme else _themes(project, path, cv, variant, letter)
        theme = cached_theme(theme or next(iter(own), DEFAULT_THEME), roots)
    texts = {name: str(value) for name, value in (options or {}).items()}
    limit = None if pages is None else parse_limit(str(pages))
    check_languages([language] if language else [])
    pdf = PdfSettings(limit, pdf_variant, embed_source, engine)
    pdf.check(letter=letter is not None)
    (name,) = format_names([format], letters=letter is not None)
    return Job(
        path,
        theme,
        ((name, Path(name)),),
        parse_options(theme, {"options": texts}),
        Choice(variant, language, redact),
        Path(letter) if letter is not None else None,
        pdf,
        cv,
        settings=None if cv else project.existing_settings,
    )


def _themes(
    project: Folders, path: Path, cv: CV | None, variant: str, letter: str | PathLike[str] | None
) -> tuple[str, ...]:
    """Return the themes that the letter, the variant, the CV or the project names."""
    own = declared(Path(letter)).said("theme").values if letter is not None else ()
    if not own and variant:
        own = variant_of(cv or cached_cv(path), variant).theme
    if own or cv:
        return own or (cv.theme if cv else ())
    files = (path, project.settings_file)
    return next(filter(None, (declared(file).said("theme").values for file in files)), ())


def _source(source: Source, folder: Path) -> tuple[Path, CV | None]:
    """Return a file, or the name of a CV without a file in its folder, and this CV."""
    if isinstance(source, str | PathLike):
        return Path(source), None
    path = folder / "cv"
    return path, source if isinstance(source, CV) else load_data(source, path.name, folder)
