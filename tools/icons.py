"""Update the icons of networks in themes/base/icons from the npm package simple-icons.

Unpack the package (``npm pack simple-icons``), and name its folder: ``python tools/icons.py
package``. The drawings are in the public domain (CC0 1.0).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from cvkit.model.networks import NETWORKS

ICONS = Path(__file__).parent.parent / "themes" / "base" / "icons"
# Names in the package that differ from ours.
NAMES = {"dev": "devdotto", "dockerhub": "docker", "angellist": "wellfound"}
OWN = {"github", "gitlab", "googlescholar", "linkedin", "mastodon", "orcid", "stackoverflow", "x",
       "youtube"}  # fmt: skip
# A margin of one unit around the 24 units of a drawing, as our own icons have.
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 26 26" fill="currentColor">'


def main(package: Path) -> None:
    """Write an icon for each network that has one in the package, and none of our own."""
    for key in [*sorted(NETWORKS.keys() - OWN), "wellfound"]:
        source = package / "icons" / f"{NAMES.get(key, key)}.svg"
        text = source.read_text("utf-8") if source.exists() else ""
        found = re.findall(r'<path d="[^"]+"/>', text)
        if found:
            (ICONS / f"{key}.svg").write_text(f"{HEAD}{''.join(found)}</svg>\n", "utf-8")
        else:
            print(f"no icon: {key}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
