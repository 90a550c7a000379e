"""JSON Resume (https://jsonresume.org/schema): how its fields map to ours."""

from .cards import Card, cards, fold, list_of, without_repeats
from .fields import SHAPES, Field, Shape, shape_of_key
from .write import (
    KEYS,
    SCHEMA,
    basics_of,
    flat,
    is_text_alone,
    item_of,
    own_lists,
    to_document,
)

__all__ = [
    "KEYS",
    "SCHEMA",
    "SHAPES",
    "Card",
    "Field",
    "Shape",
    "basics_of",
    "cards",
    "flat",
    "fold",
    "is_text_alone",
    "item_of",
    "list_of",
    "own_lists",
    "shape_of_key",
    "to_document",
    "without_repeats",
]
