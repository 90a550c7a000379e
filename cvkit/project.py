"""The folders of a project: where people, themes and results are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import Problem, UsageError, did_you_mean

__all__ = ["SUFFIXES", "Project", "bundled_themes", "find_project"]

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class Project:
    """A folder with ``people/``, or any folder where single files are rendered."""

    root: Path

    @property
    def people_folder(self) -> Path:
        """The folder of the people's files."""
        return self.root / "people"

    @property
    def build_folder(self) -> Path:
        """The folder of the results."""
        return self.root / "build"

    @property
    def theme_roots(self) -> tuple[Path, ...]:
        """The folders in which themes are looked for, the project's own first."""
        return (self.root / "themes", bundled_themes())

    def people(self) -> Iterator[Path]:
        """Yield everybody's file, sorted by name."""
        if self.people_folder.is_dir():
            yield from sorted(
                path
                for path in self.people_folder.iterdir()
                if path.suffix in SUFFIXES and not path.name.startswith((".", "_"))
            )

    def file_of(self, name: str) -> Path:
        """Return the file of a person's name, or the path that was given.

        Raises :class:`UsageError` with the nearest name where there is no such person.
        """
        path = Path(name)
        if path.suffix in SUFFIXES or len(path.parts) > 1 or path.exists():
            return path
        people = {person.stem: person for person in self.people()}
        if name in people:
            return people[name]
        known = f"people here: {', '.join(people)}" if people else 'name a file, or "cvkit new"'
        hint = did_you_mean(name, people) or known
        raise UsageError(Problem("", f'there is no "{name}" in {self.people_folder}', hint=hint))


def find_project(start: Path) -> Project:
    """Return the nearest folder upwards that has ``people/``, or the starting folder itself."""
    for folder in (start, *start.parents):
        if (folder / "people").is_dir():
            return Project(folder)
    return Project(start)


def bundled_themes() -> Path:
    """Return the folder of the themes that come with cvkit."""
    package = Path(__file__).parent
    packed = package / "themes"
    return packed if packed.is_dir() else package.parent / "themes"
