"""JSON Resume (https://jsonresume.org/schema): how its fields map to ours."""

from .fields import SHAPES, Field, Shape, shape_of_key
from .write import SCHEMA, to_document

__all__ = ["SCHEMA", "SHAPES", "Field", "Shape", "shape_of_key", "to_document"]
