"""The page of the story.

python -m delegated.story                  print the page
python -m delegated.story --check FILE     exit 1 where the file is not current
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from delegated.story.page import page

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Print the page, or compare a file with it."""
    if arguments[:1] != ["--check"]:
        sys.stdout.write(page())
        return 0
    with open(arguments[1], encoding="utf-8") as file:  # noqa: PTH123  the story knows no pathlib
        if file.read() == page():
            return 0
    sys.stderr.write(f"{arguments[1]} is not current; run: python -m delegated.story > {arguments[1]}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
