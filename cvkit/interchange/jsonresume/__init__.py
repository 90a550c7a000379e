"""JSON Resume (https://jsonresume.org/schema): which of its fields are which of ours."""

from .fields import SHAPES, Field, Shape, shape_of_key
from .write import SCHEMA, to_document

__all__ = ["SCHEMA", "SHAPES", "Field", "Shape", "shape_of_key", "to_document"]
