"""Questions to the user: conflicts, recovered text, new people, copies, imports."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from nicegui import events, run, ui

from cvkit.apps.studio.core.people import Imported, duplicate, files_of, import_file, new_person
from cvkit.apps.studio.core.session import Session
from cvkit.errors import CvkitError

from .elements import button

__all__ = ["Dialogs"]

_READ = "JSON Resume, RenderCV, YAMLResume, LinkedIn, Word, PDF, Markdown, BibTeX"
MAX_UPLOAD = 20_000_000
"""The largest file that can be imported, in bytes."""


class Dialogs:
    """The dialogs of one tab; ``on_open`` is called with a file to open."""

    def __init__(self, session: Session, on_open: Callable[[Path], None]) -> None:
        self._session = session
        self._on_open = on_open
        self._in_conflict = False
        self._dialogs: list[ui.dialog] = []
        self._home = ui.element("div")

    def files(self, actions: Mapping[str, Callable[[], None]]) -> None:
        """Show the files of the project to open one, and what else can be done."""
        document = self._session.document
        with self._made("Files of this project") as dialog:
            dialog.props("position=top")

            def chosen(action: Callable[[], None]) -> None:
                dialog.close()
                action()

            with ui.element("div").classes("file-list"):
                for name, file in files_of(self._session.project).items():
                    is_open = document is not None and document.path == file
                    made = button(name, partial(chosen, partial(self._on_open, file)), kind="row")
                    made.props["aria-current"] = "true" if is_open else "false"
            with ui.element("div").classes("dialog-actions"):
                for name, action in actions.items():
                    button(name, partial(chosen, action))
        dialog.open()

    def new(self) -> None:
        """Ask for the name of a new person."""
        self._ask("New person", "Create", lambda name: new_person(self._session.project, name))

    def duplicate(self) -> None:
        """Ask for the name of a copy."""
        document = self._session.document
        if document is not None:
            self._session.save()
            file = document.path
            self._ask(
                "Duplicate", "Copy", lambda name: duplicate(self._session.project, file, name)
            )

    def _ask(self, title: str, action: str, make: Callable[[str], Path]) -> None:
        with self._made(title) as dialog:
            name = ui.input("Name", placeholder="ada-lovelace").props("outlined dense autofocus")
            error = ui.label("").classes("dialog-error").props('role="alert"')

            def create() -> None:
                try:
                    file = make(name.value or "")
                except CvkitError as found:
                    error.set_text(str(found.problems[0]))
                else:
                    dialog.close()
                    self._on_open(file)

            name.on("keydown.enter", create)
            with ui.element("div").classes("dialog-actions"):
                button("Cancel", dialog.close)
                button(action, create, kind="primary")
        dialog.open()

    def import_file(self) -> None:
        """Ask for a file of another tool."""
        with self._made("Import a CV") as dialog:
            self.upload(lambda file: (dialog.close(), self._on_open(file)))
            with ui.element("div").classes("dialog-actions"):
                button("Cancel", dialog.close)
        dialog.open()

    def recovered(self) -> None:
        """Say what an earlier studio could not save, and ask what to do with it."""
        document = self._session.document
        if document is None or document.recovered is None:
            return
        found = document.recovered
        with self._made("Unsaved text was recovered") as dialog:
            dialog.props("persistent")
            ui.label(
                f"The studio ended at {found.saved_at} before it could save this text. "
                "The file has another text."
            )
            _difference(document.text, found.text, ("the file", "the recovered text"))

            def decide(take: bool) -> None:
                dialog.close()
                self._session.recover(take=take)

            with ui.element("div").classes("dialog-actions"):
                button("Keep the file", lambda: decide(False))
                button("Use the recovered text", lambda: decide(True), kind="primary")
        dialog.open()

    def conflict(self, notices: ui.element) -> None:
        """Show a notice while two versions of the file exist."""
        document = self._session.document
        exists = document is not None and document.conflict is not None
        if exists == self._in_conflict:
            return
        self._in_conflict = exists
        notices.clear()
        if exists:
            with notices, ui.element("div").classes("notice").props('role="alert"'):
                ui.label("Another program has changed this file while you were editing it.")
                ui.element("div").classes("spacer")
                button("Compare and decide", self.decide, kind="primary")

    def decide(self) -> None:
        """Show both versions, and ask which one is to stay; the other is kept beside."""
        document = self._session.document
        if document is None or document.conflict is None:
            return
        conflict = document.conflict
        with self._made("Two versions of this file") as dialog:
            _difference(conflict.theirs, document.text, ("the file", "your text"))
            ui.label("The version that you do not choose is kept as a copy.").classes("hint")

            def choose(text: str) -> None:
                dialog.close()
                kept = self._session.resolve(text)
                with self._home:
                    ui.notify(f"The other version is kept as {kept}", classes="note", timeout=10000)

            with ui.element("div").classes("dialog-actions"):
                button("Later", dialog.close)
                button("Use the file", lambda: choose(conflict.theirs))
                button("Keep my text", lambda: choose(document.text), kind="primary")
        dialog.open()

    def upload(self, on_open: Callable[[Path], object]) -> None:
        """Add a place to drop a file of another tool; it is imported and opened."""

        async def uploaded(event: events.UploadEventArguments) -> None:
            name = event.file.name
            content = await event.file.read()
            try:
                made = await run.io_bound(import_file, self._session.project, name, content)
            except CvkitError as error:
                ui.notify(str(error.problems[0]), type="negative", multi_line=True, timeout=10000)
                return
            assert made is not None
            on_open(made.file)
            self._show_notes(name, made)

        upload = ui.upload(
            label="Drop a file here, or choose one",
            on_upload=uploaded,
            auto_upload=True,
            max_file_size=MAX_UPLOAD,
            on_rejected=lambda: ui.notify("This file is too large", type="negative"),
        )
        upload.props("flat bordered").classes("upload")
        ui.label(_READ).classes("hint")

    def _show_notes(self, name: str, made: Imported) -> None:
        """Say what an import made, and what it changed or could not place."""
        if not made.notes:
            with self._home:
                ui.notify(f"{name} imported as {made.file.name}", classes="note")
            return
        with self._made(f"{name} was imported as {made.file.name}") as dialog:
            ui.label("Please look at these notes; nothing was dropped without one.")
            with ui.element("ul").classes("notes").props('tabindex="0" aria-label="Notes"'):
                for note in made.notes:
                    with ui.element("li"):
                        ui.label(f"{note.message} ({note.path})" if note.path else note.message)
            with ui.element("div").classes("dialog-actions"):
                button("Close", dialog.close, kind="primary")
        dialog.open()

    @contextmanager
    def _made(self, title: str) -> Iterator[ui.dialog]:
        """Make a dialog with a title, whose content is what the body adds.

        It is kept until another one is made: what follows its end still belongs to it.
        """
        for closed in [each for each in self._dialogs if not each.value]:
            self._dialogs.remove(closed)
            closed.delete()
        with self._home:
            dialog = ui.dialog()
        self._dialogs.append(dialog)
        dialog.props["aria-label"] = title
        with dialog, ui.element("div").classes("dialog-card"):
            heading = ui.element("h2").classes("dialog-title")
            with heading:
                ui.label(title)
            yield dialog


def _difference(old: str, new: str, names: tuple[str, str]) -> None:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), *names, lineterm="", n=2)
    with ui.element("div").classes("difference").props('tabindex="0" role="region"') as area:
        area.props["aria-label"] = "Differences"
        for line in list(lines)[:400]:
            kind = {"+": "added", "-": "removed", "@": "place"}.get(line[:1], "same")
            ui.label(line).classes(f"line is-{kind}")
