"""The folders of a project: where people, themes and results are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cvkit.errors import Problem, UsageError, did_you_mean
from cvkit.source import SUFFIXES
from cvkit.system.files import is_file, note_names

__all__ = ["Project", "bundled_themes", "find_project"]


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
    def settings_file(self) -> Path:
        """The file of the settings for all people, which need not exist."""
        return self.root / "cvkit.yaml"

    @property
    def existing_settings(self) -> Path | None:
        """The file of the settings for all people, if there is one."""
        return self.settings_file if is_file(self.settings_file) else None

    @property
    def theme_roots(self) -> tuple[Path, ...]:
        """The folders in which themes are looked for, the project's own first."""
        return (self.root / "themes", bundled_themes())

    def people(self) -> Iterator[Path]:
        """Yield the files of all people, sorted by name."""
        if self.people_folder.is_dir():
            yield from sorted(
                path
                for path in self.people_folder.iterdir()
                if path.suffix in SUFFIXES
                and not path.name.startswith((".", "_"))
                and not self._is_letter(path)
            )

    def _is_letter(self, path: Path) -> bool:
        """Whether a file is called like a letter: ``ada.acme.yaml`` beside ``ada.yaml``."""
        person, dot, _ = path.stem.partition(".")
        return bool(dot) and any(path.with_name(person + suffix).exists() for suffix in SUFFIXES)

    def letters(self, source: Path) -> dict[str, Path]:
        """Return the letters beside a person's file, by name."""
        start = f"{source.stem}."
        note_names(source.parent)
        return {
            path.stem.removeprefix(start): path
            for path in sorted(source.parent.glob("*.*"))
            if path.suffix in SUFFIXES and path.stem.startswith(start)
        }

    def letter_of(self, source: Path, name: str) -> Path:
        """Return a person's letter by its name, or the path that was given.

        Raises :class:`UsageError` with the nearest name where there is no such letter.
        """
        path = Path(name)
        if path.suffix in SUFFIXES:
            return path
        letters = self.letters(source)
        if name in letters:
            return letters[name]
        listed = f"letters: {', '.join(letters)}" if letters else ""
        hint = did_you_mean(name, letters) or listed
        wanted = source.with_name(f"{source.stem}.{name}.yaml")
        hint = hint or f"write it into {wanted}"
        raise UsageError(Problem("", f'there is no letter "{name}" of {source}', hint=hint))

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
    package = Path(__file__).parents[1]
    packed = package / "themes"
    return packed if packed.is_dir() else package.parent / "themes"
