"""The web page of a CV, for the second tab of the preview."""

from __future__ import annotations

from nicegui import ui

from cvkit.apps.studio.core.pictures import WebPages
from cvkit.apps.studio.core.session import Session
from cvkit.apps.studio.core.work import export
from cvkit.errors import CvkitError

__all__ = ["make_web_page"]


async def make_web_page(session: Session, pages: WebPages) -> str:
    """Make the web page of what is shown, and return its key; none if it cannot be made."""
    if session.target is None:
        return ""
    session.save()
    try:
        made = await session.runner.now(export, session.target, session.look, "html")
    except CvkitError as error:
        ui.notify(str(error.problems[0]), type="negative")
        return ""
    return "" if made.problems else pages.add(made.content)
