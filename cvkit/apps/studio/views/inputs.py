"""The control for one option, by its type in the manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui

from cvkit.apps.studio.core.controls import Control

from .elements import button

__all__ = ["OptionRow"]

Try = Callable[[str, str | None], None]
"""Tries a value of an option, or without one the value that it has anyway."""


class OptionRow:
    """The input of an option, with a button to reset it while a value is tried."""

    def __init__(self, control: Control, attempt: Try) -> None:
        self.control = control
        self._attempt = attempt
        self._quiet = False
        self._row = ui.element("div")
        self._row.props["data-option"] = control.name
        with self._row:
            self._input = _input_for(control)(control, self._give)
            self._input.props["aria-label"] = control.label
            if control.option.description:
                tooltip = self._input.tooltip(control.option.description)
                tooltip.props("delay=600 max-width=260px")
            self._reset = button(
                "", lambda: attempt(control.name, None), icon="restart_alt", kind="icon",
                label=f"Reset {control.label.lower()}",
            )  # fmt: skip
        self._show()

    def update(self, control: Control) -> None:
        """Show another value or source of the same option; what is being typed stays."""
        before, self.control = self.control, control
        if control.value != before.value and _text(control) != self._typed:
            self._quiet = True
            self._input.set_value(_value(control))
            self._quiet = False
        self._show()

    def set_visibility(self, visible: bool) -> None:
        """Show or hide the row."""
        self._row.set_visibility(visible)

    def _show(self) -> None:
        self._typed = _text(self.control)
        self._row.classes(replace=f"option is-{self.control.source}")
        self._reset.set_visibility(self.control.source == "tried")
        if self.control.kind == "font":
            self._input.style(f"--face: '{self.control.value}'")

    def _give(self, text: str) -> None:
        """Try a value, unless it is the present one or is not a value of the option."""
        if not self._quiet and text != _text(self.control) and not self.control.error(text):
            self._typed = text
            self._attempt(self.control.name, text)


def _text(control: Control) -> str:
    if isinstance(control.value, bool):
        return "true" if control.value else "false"
    return str(control.value)


def _value(control: Control) -> Any:
    """Return what the input of an option shows for its value."""
    if control.kind == "length":
        return control.length.number if control.length else None
    if control.option.choices:
        return control.value if control.value in control.option.choices else None
    return control.value if control.kind in ("flag", "number") else _text(control)


Give = Callable[[str], None]


def _flag(control: Control, give: Give) -> Any:
    return ui.switch(
        control.label,
        value=bool(control.value),
        on_change=lambda event: give("true" if event.value else "false"),
    ).props("dense")


def _choice(control: Control, give: Give) -> Any:
    return ui.select(
        list(control.option.choices),
        label=control.label,
        value=_value(control),
        on_change=lambda event: give(str(event.value)),
    ).props("dense outlined options-dense")


def _font(control: Control, give: Give) -> Any:
    if not control.option.choices:
        return _words(control, give)
    made = _choice(control, give).classes("font-choice")
    made.add_slot("option", _FONT_OPTION)
    return made


_FONT_OPTION = """<q-item v-bind="props.itemProps"><q-item-section><q-item-label
:style="{ fontFamily: `'${props.opt.label}'` }">{{ props.opt.label }}</q-item-label>
</q-item-section></q-item>"""


def _color(control: Control, give: Give) -> Any:
    made = ui.color_input(
        label=control.label,
        value=_text(control),
        preview=True,
        on_change=lambda event: give(str(event.value or "")),
    )
    made.button.props["aria-label"] = f"Choose {control.label.lower()}"
    return made.props("dense outlined debounce=250")


def _number(control: Control, give: Give) -> Any:
    unit = control.length.unit if control.length else ""
    least, greatest = control.bounds
    whole = isinstance(control.option.default, int) and not unit

    def changed(number: float | None) -> None:
        if number is not None:
            give(str(int(number)) if whole else f"{number:g}{unit}")

    return ui.number(
        label=control.label,
        value=_value(control),
        min=least,
        max=greatest,
        step=control.step,
        suffix=unit or None,
        on_change=lambda event: changed(event.value),
    ).props("dense outlined debounce=250")


def _words(control: Control, give: Give) -> Any:
    return ui.input(
        label=control.label,
        value=_text(control),
        validation=lambda text: control.error(text or "") or None,
        on_change=lambda event: give(str(event.value or "")),
    ).props("dense outlined debounce=400")


def _input_for(control: Control) -> Callable[[Control, Give], Any]:
    """Return the input for a type; what has choices can always be chosen."""
    return _INPUTS.get(control.kind, _choice if control.option.choices else _words)


_INPUTS: Mapping[str, Callable[[Control, Give], Any]] = {
    "flag": _flag,
    "choice": _choice,
    "font": _font,
    "color": _color,
    "number": _number,
    "length": _number,
    "kinds": _words,
    "text": _words,
}
