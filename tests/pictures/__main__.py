"""Pictures of what members see: ``python -m tests.pictures FOLDER``.

The real bot runs against the tests' Discord with the sample article. Each message that Discord
receives is shown as a web page, in both themes and on a desktop and a phone, and Chromium takes
its picture: ``answer-dark-desktop.png`` and so on.
"""

import argparse
import sys
import tempfile
from itertools import product
from pathlib import Path

from tests.pictures.browser import Browser
from tests.pictures.page import THEMES, WIDTHS, render_page
from tests.pictures.scenes import play


def main() -> None:
    options = _parse_options()
    browser = Browser(options.browser)
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        messages = play(folder / "data", options.models or folder / "models")
        for shown, theme, width in product(messages, THEMES, WIDTHS):
            name = f"{shown.name}-{theme}-{width}"
            if options.only and name not in options.only:
                continue
            file = folder / f"{name}.html"
            file.write_text(render_page(shown, theme, width), encoding="utf-8")
            picture = options.folder / f"{name}.png"
            browser.screenshot(file, picture, WIDTHS[width])
            sys.stdout.write(f"{picture}\n")


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures are written")
    parser.add_argument("--only", nargs="+", help="names of pictures, such as answer-dark-desktop")
    parser.add_argument("--models", type=Path, help="folder of prepared models")
    parser.add_argument("--browser", help="the Chromium program")
    return parser.parse_args()


if __name__ == "__main__":
    main()
