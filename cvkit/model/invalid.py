"""Validation errors of the model's own, each with a stable type."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

__all__ = ["invalid"]


def invalid(code: str, message: str, hint: str = "") -> PydanticCustomError:
    """Return a validation error whose type is ``code``, a stable name in kebab case.

    Its context holds ``message`` and ``hint`` apart; its text is ``message; hint``.
    """
    template = "{message}; {hint}" if hint else "{message}"
    return PydanticCustomError(code, template, {"message": message, "hint": hint})
