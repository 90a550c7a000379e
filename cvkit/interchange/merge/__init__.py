"""Put an edited view back into the data that it was made from.

A *view* shows a part of some richer data: JSON Resume shows a part of a CV, and a CV what we know
of a document of JSON Resume. If the view was edited meanwhile, ``put`` returns the data with
these edits, so that

- the view of the result is the edited view: each edit is there once, and what was deleted is gone;
- what the view does not show is kept, as long as the item that it belongs to is.

``put`` needs nothing but the function that makes the view. It finds out which field of the data a
field of the view comes from by leaving fields out one by one, and it verifies its result: what
does not give the edited view is replaced by the view itself. ``align`` pairs the items of a list
with those of the edited list.
"""

from .align import align
from .outline import Outline
from .put import put

__all__ = ["Outline", "align", "put"]
