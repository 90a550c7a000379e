"""Check whether the finished PDF holds what the YAML says, for people, machines and archives.

A wing of its own: the line that makes PDFs does not know it. It renders by that line, and
then reads the PDF back with two readers that had no part in making it.
"""

from .findings import Code, Finding, codes, explain

__all__ = ["Code", "Finding", "codes", "explain"]
