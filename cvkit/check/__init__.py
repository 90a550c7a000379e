"""Check that the finished PDF contains what the YAML says, for people, machines and archives.

The checks render through the normal pipeline, which does not know about them, and then read
the PDF back with two readers that took no part in making it.
"""

from .findings import Code, Finding, codes, explain

__all__ = ["Code", "Finding", "codes", "explain"]
