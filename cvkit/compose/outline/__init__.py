"""Outline: a selected CV as a sequence of blocks, for formats that need no theme's templates."""

from .blocks import AnyBlock, Contact, Entry, Heading, Item, Outline, Paragraph, Spans
from .build import outline

__all__ = [
    "AnyBlock",
    "Contact",
    "Entry",
    "Heading",
    "Item",
    "Outline",
    "Paragraph",
    "Spans",
    "outline",
]
