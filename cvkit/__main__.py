"""``python -m cvkit``."""

from .apps.cli import program

if __name__ == "__main__":
    program()
