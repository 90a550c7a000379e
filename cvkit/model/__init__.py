"""The canonical CV: typed, immutable, strict."""

from .base import LABELLED, Item, Model, Short, kind_of, models_in
from .cv import CV, Ignore, Profile, Settings
from .dates import CvDate, parse_date
from .entries import EducationEntry, LanguageEntry
from .kinds import JsonResume, Kind
from .letter import Letter
from .parts import Author, Entry, Highlight, Link, Venue
from .rich import LabelledTexts, RichText, best_match, is_language, is_languages
from .sections import KINDS, AnySection, Section
from .text import TextKind, href, text_kind
from .variants import LANGUAGE_TAG, REDACTIONS, Redaction, Variant, VariantSection

__all__ = [
    "CV",
    "KINDS",
    "LABELLED",
    "LANGUAGE_TAG",
    "REDACTIONS",
    "AnySection",
    "Author",
    "CvDate",
    "EducationEntry",
    "Entry",
    "Highlight",
    "Ignore",
    "Item",
    "JsonResume",
    "Kind",
    "LabelledTexts",
    "LanguageEntry",
    "Letter",
    "Link",
    "Model",
    "Profile",
    "Redaction",
    "RichText",
    "Section",
    "Settings",
    "Short",
    "TextKind",
    "Variant",
    "VariantSection",
    "Venue",
    "best_match",
    "href",
    "is_language",
    "is_languages",
    "kind_of",
    "models_in",
    "parse_date",
    "text_kind",
]
