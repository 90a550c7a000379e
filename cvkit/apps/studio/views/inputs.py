"""The control for one option, by its type in the manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nicegui import ui
from nicegui.element import Element

from ..core.controls import Control
from .elements import button

__all__ = ["control_input"]

Try = Callable[[str, str | None], None]
"""Tries a value of an option, or without one the value that it has anyway."""


def control_input(control: Control, attempt: Try) -> None:
    """Add the control of an option: its input, its description, and a button to reset it."""
    row = ui.element("div").classes(f"option is-{control.source}")
    row.props["data-option"] = control.name
    with row:
        made = _INPUTS[control.kind](control, attempt)
        made.props["aria-label"] = control.label
        if control.option.description:
            made.tooltip(control.option.description).props("delay=600 max-width=260px")
        if control.source == "tried":
            button(
                "", lambda: attempt(control.name, None), icon="restart_alt", kind="icon",
                label=f"Reset {control.label.lower()}",
            )  # fmt: skip


def _give(control: Control, attempt: Try, text: str) -> None:
    """Try a value, unless it is the present one or is not a value of the option."""
    if text != _text(control) and not control.error(text):
        attempt(control.name, text)


def _text(control: Control) -> str:
    if isinstance(control.value, bool):
        return "true" if control.value else "false"
    return str(control.value)


def _flag(control: Control, attempt: Try) -> Element:
    return ui.switch(
        control.label,
        value=bool(control.value),
        on_change=lambda event: _give(control, attempt, "true" if event.value else "false"),
    ).props("dense")


def _choice(control: Control, attempt: Try) -> Element:
    return ui.select(
        list(control.option.choices),
        label=control.label,
        value=control.value if control.value in control.option.choices else None,
        on_change=lambda event: _give(control, attempt, str(event.value)),
    ).props("dense outlined options-dense")


def _font(control: Control, attempt: Try) -> Element:
    made = _choice(control, attempt) if control.option.choices else _words(control, attempt)
    made.style(f"--face: '{control.value}'").classes("font-choice")
    made.add_slot(
        "option",
        """<q-item v-bind="props.itemProps"><q-item-section>
        <q-item-label :style="{ fontFamily: `'${props.opt.label}'` }">{{ props.opt.label }}</q-item-label>
        </q-item-section></q-item>""",
    )
    return made


def _color(control: Control, attempt: Try) -> Element:
    made = ui.color_input(
        label=control.label,
        value=_text(control),
        preview=True,
        on_change=lambda event: _give(control, attempt, str(event.value or "")),
    )
    return made.props("dense outlined debounce=250")


def _number(control: Control, attempt: Try) -> Element:
    length = control.length
    unit = length.unit if length else ""
    value = length.number if length else control.value
    least, greatest = control.bounds
    made = ui.number(
        label=control.label,
        value=value if isinstance(value, int | float) else None,
        min=least,
        max=greatest,
        step=control.step,
        suffix=unit or None,
        on_change=lambda event: (
            None if event.value is None else _give(control, attempt, _sized(control, event.value))
        ),
    )
    return made.props("dense outlined debounce=250")


def _sized(control: Control, number: float) -> str:
    unit = control.length.unit if control.length else ""
    if isinstance(control.option.default, int) and not unit:
        return str(int(number))
    return f"{number:g}{unit}"


def _words(control: Control, attempt: Try) -> Element:
    return ui.input(
        label=control.label,
        value=_text(control),
        validation=lambda text: control.error(text or "") or None,
        on_change=lambda event: _give(control, attempt, str(event.value or "")),
    ).props("dense outlined debounce=400")


_INPUTS: Mapping[str, Callable[[Control, Try], Element]] = {
    "flag": _flag,
    "choice": _choice,
    "font": _font,
    "color": _color,
    "number": _number,
    "length": _number,
    "kinds": _words,
    "text": _words,
}
