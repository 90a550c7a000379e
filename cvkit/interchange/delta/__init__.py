"""What one format cannot show of another, as a list of differences that can be applied again.

Two formats of the same CV never hold quite the same. Let *view* be what one of them makes of a
CV, and *whole* what there really is: ``differ`` writes down how to come from the one to the
other, and ``supplement`` goes that way again, also from a view that was edited meanwhile. Each
difference carries a digest of what it was made for, and is applied only if that has not changed:
edits win.

A difference is a mapping, and ``at`` its place: names of fields, and ``=identity`` for the items
of lists. Of an object there are ``names``, fields that are called otherwise (``{whole: view}``);
``set``, new values (``[value, digest of the old one]``, or ``[value]`` where there was none);
``drop``, fields to leave out, each with its digest; ``keys``, the order of the fields; and
``of``, a digest of the object's single values, on which new and dropped fields depend. Of a list
there are ``list``, the order of its items (each an identity, or ``[new item]``), and ``gone``,
items to leave out, each with its digest.
"""

from .diff import differ
from .patch import supplement

__all__ = ["differ", "supplement"]
