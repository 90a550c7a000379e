"""``python -m cvkit``."""

from .apps.cli import main

if __name__ == "__main__":
    main()
