"""cvkit: one YAML file per person, typeset in themes to résumés of print quality.

The steps are functions, and the command line is a thin shell around them::

    from pathlib import Path
    from cvkit.load.load import load# YAML to a CV
    from cvkit.select import select# what is to be shown of it
    from cvkit.theme.theme import find_theme, set_options
    from cvkit.compose.html import compose# to HTML and CSS
    from cvkit.typeset.weasyprint import typeset# to PDF

``cvkit.pipeline.render.render`` does all of it, on all cores.
"""

__version__ = "0.1.0"
