"""What an assistant can do with the CVs of a project; it sees nothing outside of its folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cvkit.check import explain as explain_code
from cvkit.check.report import as_text
from cvkit.check.run import check as check_jobs
from cvkit.errors import Problem, UsageError
from cvkit.load.assist import Setting
from cvkit.pipeline.assist import names_of, themes_of
from cvkit.pipeline.plan import plan
from cvkit.pipeline.project import Project
from cvkit.pipeline.render import render as render_jobs
from cvkit.pipeline.request import Request
from cvkit.pipeline.validate import Validated, validate
from cvkit.source import SUFFIXES
from cvkit.source.text import read_source
from cvkit.system.files import edit, overlaid

__all__ = ["Tools"]

_VALID = "valid"


@dataclass(frozen=True)
class Tools:
    """The tools for one project. Each returns text, and raises :class:`CvkitError`."""

    project: Project

    def list_people(self) -> str:
        """List the people of the project and their letters, one file per line."""
        people = list(self.project.people())
        letters = [each for person in people for each in self.project.letters(person).values()]
        names = (str(path.relative_to(self.project.root)) for path in (*people, *letters))
        return "\n".join(sorted(names)) or "no people yet"

    def read_person(self, person: str) -> str:
        """Return the YAML of a person or a letter: ada, ada.acme, or people/ada.yaml."""
        return read_source(self._file(person)).text

    def edit_person(self, person: str, old: str, new: str) -> str:
        """Replace a text that occurs once in the file of a person, if the result is valid.

        With an empty old text, a file that does not exist yet is written. Returns "valid", with
        warnings, or the problems; with problems nothing is written.
        """
        path = self._file(person)
        before = read_source(path).text if path.exists() else ""
        if not old and before:
            raise _wrong("the file exists: give the text to replace", "old-text-needed")
        if old and before.count(old) != 1:
            message = f"the old text occurs {before.count(old)} times, and must occur once"
            raise _wrong(message, "old-text-not-found")
        text = before.replace(old, new) if old else new
        found = self._validated(path, text)
        if not any(result.errors for result in found):
            edit(path, text.encode())
        return _report(found)

    def validate_text(self, yaml: str) -> str:
        """Validate the YAML of a CV. Returns "valid", or each problem with line, column and fix."""
        return _report(self._validated(self.project.people_folder / "untitled.yaml", yaml))

    def render(self, person: str, theme: str = "", variant: str = "", formats: str = "") -> str:
        """Render a person's CV into the folder build/; formats are such as pdf,docx,text."""
        request = self._request(person, theme, variant, formats)
        lines: list[str] = []
        for result in render_jobs(plan(self.project, request)):
            if result.error:
                raise result.error
            lines += [str(path.relative_to(self.project.root)) for path in result.files]
            lines += [str(problem) for problem in (*result.warnings, *result.notes)]
        return "\n".join(lines)

    def check(self, person: str, theme: str = "", variant: str = "") -> str:
        """Render a person's CV, read the PDF back, and report what is lost or hard to read."""
        request = self._request(person, theme, variant, "pdf")
        checked = list(check_jobs(plan(self.project, request)))
        for each in checked:
            if each.error:
                raise each.error
        return "\n".join(as_text(checked))

    def explain(self, code: str) -> str:
        """Explain a code of check, such as CV101: what it means, and how to fix it."""
        return explain_code(code)

    def list_themes(self) -> str:
        """List the themes, one per line, with their descriptions."""
        themes = themes_of(self.project)
        return "\n".join(f"{name}: {theme.description}" for name, theme in themes.items())

    def list_options(self, theme: str) -> str:
        """List the options of a theme: name, type, default, description and values."""
        themes = themes_of(self.project)
        if theme not in themes:
            raise _wrong(f'there is no theme "{theme}"; themes: {", ".join(themes)}', "no-theme")
        known = names_of(self.project).options
        options = themes[theme].options.values()
        return "\n".join(_option(known[option.name], str(option.default)) for option in options)

    def _file(self, person: str) -> Path:
        """Return a file in the folder of the project; raise :class:`UsageError` for others."""
        named = Path(person)
        path = named if named.suffix in SUFFIXES else Path(f"{person}.yaml")
        path = self.project.root / path if len(path.parts) > 1 else self._in_people(path)
        try:
            inside = path.resolve().is_relative_to(self.project.root.resolve())
        except (OSError, ValueError, RuntimeError):
            inside = False
        if not inside or not person.isprintable():
            raise _wrong(f'"{person}" is outside of the project', "file-outside-project")
        return path

    def _in_people(self, name: Path) -> Path:
        found = (self.project.people_folder / name.with_suffix(suffix) for suffix in SUFFIXES)
        return next((path for path in found if path.exists()), self.project.people_folder / name)

    def _validated(self, path: Path, text: str) -> list[Validated]:
        person, dot, _ = path.stem.partition(".")
        source = path.with_name(f"{person}{path.suffix}") if dot else path
        with overlaid({path: text.encode(errors="surrogatepass")}):
            return [result for result in validate(self.project, source) if result.path == path]

    def _request(self, person: str, theme: str, variant: str, formats: str) -> Request:
        path = self._file(person)
        if not path.is_file():
            raise _wrong(f'there is no "{person}"', "missing-file")
        return Request(
            [path], self.project.build_folder, _words(theme), _words(formats), (), _words(variant)
        )


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _wrong(message: str, code: str) -> UsageError:
    return UsageError(Problem("", message, code=code))


def _report(results: Iterable[Validated]) -> str:
    errors = [problem for result in results for problem in result.errors]
    warnings = [problem for result in results for problem in result.warnings]
    lines = [_line(problem) for problem in errors] or [_VALID]
    return "\n".join([*lines, *(f"warning: {_line(problem)}" for problem in warnings)])


def _line(problem: Problem) -> str:
    place = f"{problem.line}:{problem.column}: " if problem.line else ""
    return f"{place}{problem.message}" + (f"; {problem.hint}" if problem.hint else "")


def _option(setting: Setting, default: str) -> str:
    values = f" One of: {', '.join(setting.values)}." if setting.type == "choice" else ""
    return f"{setting.name} ({setting.type}, default {default}): {setting.description}{values}"
