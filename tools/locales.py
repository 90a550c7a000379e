"""Report the words that language catalogues lack: English is printed in their place."""

from __future__ import annotations

from cvkit.language.locale import catalogues, get_locale, missing_words


def report() -> list[str]:
    """Return a line for each language that lacks words, and a sum."""
    missing = {tag: missing_words(tag) for tag in catalogues()}
    lines = [
        f"{tag} ({get_locale(tag).english_name}): {', '.join(words)}"
        for tag, words in missing.items()
        if words
    ]
    return [*lines, f"{len(missing)} catalogues, {len(lines)} incomplete"]


if __name__ == "__main__":
    print("\n".join(report()))
