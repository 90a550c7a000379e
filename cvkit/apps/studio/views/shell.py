"""The window: bar, source, pages and side panel, and what happens between them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from nicegui import run, ui
from nicegui.events import KeyEventArguments

from cvkit.apps.studio.core.controls import Control, controls
from cvkit.apps.studio.core.document import Event
from cvkit.apps.studio.core.helper import Helper
from cvkit.apps.studio.core.look import Look
from cvkit.apps.studio.core.people import files_of, resolve
from cvkit.apps.studio.core.pictures import Pictures, WebPages
from cvkit.apps.studio.core.places import path_at
from cvkit.apps.studio.core.session import Changed, Runner, Session
from cvkit.apps.studio.core.versions import versions_of
from cvkit.check.findings import Finding
from cvkit.errors import CvkitError, Problem
from cvkit.pipeline.defaults import DEFAULT_THEME
from cvkit.pipeline.project import Project
from cvkit.theme.theme import cached_theme

from .design import DesignPanel
from .dialogs import Dialogs
from .editor import EditorPane
from .elements import button
from .gallery import Gallery
from .output import OutputPanel
from .pages import PagesPane
from .web import make_web_page
from .welcome import Welcome

__all__ = ["Shell"]

_TABS = {"write": "Write", "pages": "Pages", "design": "Design", "output": "Output"}
_STYLE = Path(__file__).parent / "studio.css"
_STATES = {
    Event.CONFLICT: ("Changed elsewhere", "is-bad"),
    Event.FAILED: ("Not saved", "is-bad"),
}


class Shell:
    """The studio in one tab of a browser."""

    def __init__(
        self,
        project: Project,
        file: Path | None,
        runner: Runner,
        pictures: Pictures,
        web_pages: WebPages,
    ) -> None:
        self.project = project
        self._first = file
        self._pictures = pictures
        self._web_pages = web_pages
        self._key = ""
        self._number = 0
        self._dark: bool | None = None
        self._system_dark = False
        self.session = Session(project, runner, self._changed)
        self._helper = Helper(project)

    # Building

    def build(self) -> None:
        """Make all elements; nothing is open yet."""
        ui.add_css(_STYLE)
        self._mode = ui.dark_mode(None)
        self.root = ui.element("div").classes("studio show-write")
        self.dialogs = Dialogs(self.session, self.open)
        with self.root:
            self._build_bar()
            with ui.element("div").classes("work"):
                self._build_panes()
            self._build_tabs()
        self.gallery = Gallery(self.session, self._pictures, self.session.display)
        ui.keyboard(on_key=self._key_pressed, ignore=["textarea", "select", "button"])
        ui.timer(0.7, self.session.poll)
        ui.timer(2.5, self.session.poll_dependencies)

    def _build_bar(self) -> None:
        with ui.element("header").classes("bar"):
            title = ui.element("h1").classes("brand")
            with title:
                ui.label("cvkit studio")
            self._file = button("No file", self._show_files, icon="expand_more", kind="file")
            self._state = ui.label("").classes("state").props('role="status"')
            ui.element("div").classes("spacer")
            self._problem_count = button("", self._first_problem, kind="count")
            self._problem_count.set_visibility(False)
            button("", self._search, icon="search", kind="icon", label="Search in the source")
            button("", self.toggle_dark, icon="contrast", kind="icon", label="Light or dark")
            with ui.element("div").classes("segmented sides"):
                self._sides = {
                    name: button(_TABS[name], partial(self.toggle_side, name))
                    for name in ("design", "output")
                }
                for made in self._sides.values():
                    made.props["aria-pressed"] = "false"

    def _build_panes(self) -> None:
        with ui.element("section").classes("pane write").props('aria-label="Source"'):
            self.notice = ui.element("div").classes("notices")
            self.editor = EditorPane(
                on_edit=self.session.edit,
                on_cursor=self._cursor_moved,
                on_save=self.session.save,
                on_problem=self._go_to_problem,
                on_fix=self.session.replace,
            )
            self.editor.complete = self._helper.completions
            self.editor.explain = self._helper.explanation
            self.editor.bridge.on("scheme", lambda event: self._scheme(event.args["dark"]))
            self.editor.bridge.on("ready", lambda _event: self._ready())
        with ui.element("section").classes("pane preview").props('aria-label="Preview"'):
            self.pages = PagesPane(self._clicked, self._show_web)
            self.welcome = Welcome(self.project, self.dialogs, self.open)
        with ui.element("aside").classes("pane side").props('aria-label="Settings"'):
            with ui.element("div").classes("panel design"):
                self.design = DesignPanel(self.session.display, self._keep, self._open_gallery)
            with ui.element("div").classes("panel output"):
                self.output = OutputPanel(self.session, self._go_to_finding)

    def _build_tabs(self) -> None:
        with ui.element("nav").classes("tabs").props('aria-label="Views"'):
            self._tabs = {
                name: button(text, partial(self.show_tab, name), kind="tab")
                for name, text in _TABS.items()
            }
        self.show_tab("write")

    async def start(self) -> None:
        """Open the first file, or greet those who have none."""
        files = list(files_of(self.project).values())
        first = self._first or (files[0] if files else None)
        self.welcome.set_visibility(first is None)
        self.root.classes(add="is-empty" if first is None else "")
        if first is not None:
            self.open(first)
        await run.io_bound(self._helper.prepare)

    def close(self) -> None:
        """Save, and stop everything of this tab."""
        self.session.close()
        self.gallery.close()
        self._pictures.forget(self._key)

    # What the user does

    def open(self, file: Path) -> None:
        """Open a file of the project, or the one that was named at the start."""
        try:
            file = file if file == self._first else resolve(self.project, file)
            self.session.open(file)
        except CvkitError as error:
            _complain(error.problems[0])
            return
        self.welcome.set_visibility(False)
        self.root.classes(remove="is-empty")
        self.dialogs.recovered()

    def show_tab(self, name: str) -> None:
        """Show one of the four views on a narrow screen."""
        for each, made in self._tabs.items():
            made.props["aria-current"] = "page" if each == name else "false"
        self.root.classes(remove=" ".join(f"show-{each}" for each in _TABS), add=f"show-{name}")

    def toggle_side(self, name: str) -> None:
        """Show or hide a panel beside the pages."""
        opened = f"side-{name}" not in self.root.classes
        self.root.classes(remove="side-design side-output")
        for each, made in self._sides.items():
            made.props["aria-pressed"] = "true" if opened and each == name else "false"
        if opened:
            self.root.classes(add=f"side-{name}")

    def toggle_dark(self) -> None:
        """Change between light and dark."""
        self._dark = not (self._system_dark if self._dark is None else self._dark)
        self._mode.set_value(self._dark)
        self.editor.set_dark(self._dark)

    def _scheme(self, dark: bool) -> None:
        self._system_dark = bool(dark)
        if self._dark is None:
            self.editor.set_dark(self._system_dark)

    def _ready(self) -> None:
        self.root.classes(add="is-ready")

    def _search(self) -> None:
        self.show_tab("write")
        self.editor.bridge.command("f")

    def _key_pressed(self, event: KeyEventArguments) -> None:
        if not event.action.keydown:
            return
        if event.key == "F8":
            self.editor.next_problem(-1 if event.modifiers.shift else 1)

    def _open_gallery(self) -> None:
        if self.session.target is not None:
            self.gallery.open()

    def _keep(self) -> None:
        try:
            self.session.keep()
        except CvkitError as error:
            _complain(error.problems[0])
        else:
            ui.notify("Options written into the file", classes="note")

    def _show_files(self) -> None:
        actions = {"New…": self.dialogs.new, "Import…": self.dialogs.import_file}
        if self.session.document is not None:
            actions |= {"Duplicate…": self.dialogs.duplicate, "Format": self._format}
        self.dialogs.files(actions)

    def _format(self) -> None:
        try:
            self.session.format()
        except CvkitError as error:
            _complain(error.problems[0])

    def _first_problem(self) -> None:
        self.show_tab("write")
        problems = self.session.problems
        if problems:
            self._go_to_problem(problems[0])

    def _go_to_problem(self, problem: Problem) -> None:
        self._go(problem.file, problem.line, problem.column)

    def _go_to_finding(self, finding: Finding) -> None:
        self._go(finding.file, finding.line, finding.column)

    def _go(self, file: str, line: int | None, column: int | None) -> None:
        document = self.session.document
        if document is None or not line:
            return
        if file and Path(file).resolve() != document.path.resolve():
            ui.notify(f"This is in {file}, line {line}", classes="note")
            return
        self.show_tab("write")
        self.editor.goto(line - 1, (column or 1) - 1)

    # Between page and source

    def _clicked(self, page: int, x: float, y: float) -> None:
        found = self.session.state.page_map
        place = found.place_at(page, x, y) if found else None
        if place is not None:
            self._go(place.source.name, place.line + 1, place.column + 1)

    def _cursor_moved(self, line: int, column: int) -> None:
        found, shown = self.session.state.page_map, self.session.state.shown
        if found is None or shown is None or shown.root is None:
            return
        path = path_at(shown.root, line, column)
        self.pages.view.outline(found.blocks_of(path))

    def _show_web(self) -> None:
        ui.timer(0, self._make_web, once=True)

    async def _make_web(self) -> None:
        key = await make_web_page(self.session, self._web_pages)
        if key:
            self.pages.show_web(key)

    # What the session reports

    def _changed(self, changed: Changed) -> None:
        if not hasattr(self, "output"):
            return
        with self.root:
            if changed.text and self.session.document is not None:
                self.editor.set_text(self.session.document.text)
            if changed.pages:
                self._show_pages()
            if changed.problems:
                self._show_problems()
            if changed.file or changed.problems:
                self._show_state()
            if changed.look or changed.pages:
                self._show_design()

    def _show_pages(self) -> None:
        state = self.session.state
        if state.shown is not None and state.number != self._number:
            old, self._number = self._key, state.number
            self._key = self._pictures.add(state.shown.pdf)
            if old:
                ui.timer(5, lambda: self._pictures.forget(old), once=True)
            if self.pages.mode == "Web":
                self._show_web()
            self._cursor_moved(*self.editor.cursor)
        self.pages.display(state, self._key)

    def _show_problems(self) -> None:
        problems = self.session.problems
        self.editor.display(problems, self.session.is_own)
        self._problem_count.set_visibility(bool(problems))
        count = len(problems)
        self._problem_count.set_text(f"{count} {'problem' if count == 1 else 'problems'}")

    def _show_state(self) -> None:
        document = self.session.document
        if document is None:
            return
        self._file.set_text(document.path.stem)
        saved = ("Saved", "") if document.is_saved else ("Editing…", "")
        text, kind = _STATES.get(self.session.event, saved)
        self._state.set_text(text)
        self._state.classes(replace=f"state {kind}")
        self.dialogs.conflict(self.notice)

    def _show_design(self) -> None:
        shown = self.session.state.shown
        theme = self.session.look.theme or (shown.theme if shown else DEFAULT_THEME)
        root = shown.root if shown else None
        self.design.display(self.session.look, theme, versions_of(root), self._controls(theme))

    def _controls(self, theme: str) -> list[Control]:
        shown = self.session.state.shown
        try:
            found = cached_theme(theme, self.project.theme_roots)
        except CvkitError:
            return []
        values = shown.options if shown and shown.theme == theme else {}
        data = shown.root.plain() if shown and shown.root else {}
        in_file = data.get("options") if isinstance(data, dict) else None
        look: Look = self.session.look
        return controls(found, values, dict(look.options), in_file or {})


def _complain(problem: Problem) -> None:
    ui.notify(str(problem), type="negative", multi_line=True, timeout=8000)
