"""The first visit: a sample, an import, or an empty file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nicegui import ui

from cvkit.apps.studio.core.people import new_person
from cvkit.errors import CvkitError
from cvkit.pipeline.project import Project

from .dialogs import Dialogs
from .elements import button

__all__ = ["Welcome"]


class Welcome:
    """What is shown while the project has no people; ``on_open`` is called with a new file."""

    def __init__(self, project: Project, dialogs: Dialogs, on_open: Callable[[Path], None]) -> None:
        self._project = project
        self._on_open = on_open
        self._area = ui.element("div").classes("welcome")
        with self._area, ui.element("div").classes("welcome-card"):
            heading = ui.element("h2")
            with heading:
                ui.label("Begin your CV")
            ui.label(
                "You write plain YAML on the left, and see the real pages on the right. "
                "Your file stays on this machine."
            ).classes("welcome-text")
            self._name = ui.input("Your name", placeholder="Ada Lovelace")
            self._name.props("outlined dense").classes("welcome-name")
            self._name.on("keydown.enter", lambda: self._new(sample=True))
            self._error = ui.label("").classes("dialog-error").props('role="alert"')
            with ui.element("div").classes("welcome-actions"):
                button("Start from a sample", lambda: self._new(sample=True), kind="primary")
                button("Start with an empty file", lambda: self._new(sample=False))
            ui.label("or bring the CV that you have").classes("welcome-or")
            dialogs.upload(on_open)
            ui.label(f"Files are written to {self._project.people_folder}").classes("hint")

    def set_visibility(self, visible: bool) -> None:
        """Show or hide it."""
        self._area.set_visibility(visible)

    def _new(self, *, sample: bool) -> None:
        try:
            file = new_person(self._project, self._name.value or "", sample=sample)
        except CvkitError as error:
            self._error.set_text(str(error.problems[0]))
            return
        self._on_open(file)
