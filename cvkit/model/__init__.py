"""The canonical CV: typed, immutable, strict."""

from .base import Item, Model, kind_of, models_in
from .cv import CV, Ignore, Profile
from .dates import CvDate, parse_date
from .entries import EducationEntry, LanguageEntry
from .parts import Author, Entry, Highlight, Link, Venue
from .sections import AnySection, Section
from .text import TextKind, href

__all__ = [
    "CV",
    "AnySection",
    "Author",
    "CvDate",
    "EducationEntry",
    "Entry",
    "Highlight",
    "Ignore",
    "Item",
    "LanguageEntry",
    "Link",
    "Model",
    "Profile",
    "Section",
    "TextKind",
    "Venue",
    "href",
    "kind_of",
    "models_in",
    "parse_date",
]
