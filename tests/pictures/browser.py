"""Screenshots of local pages by headless Chromium, without a network."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-sync", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-device-scale-factor=2",
)  # fmt: skip
_HEIGHT = re.compile(r'data-height="([\d.]+)"')
_TIMEOUT = 120


class NoBrowser(RuntimeError):
    """There is no Chromium, or it does not show the page."""


class Browser:
    """A Chromium program; each call starts it with a new, empty profile."""

    def __init__(self, program: str | None = None) -> None:
        found = program or next(filter(None, map(shutil.which, _PROGRAMS)), None)
        if found is None:
            raise NoBrowser(
                "There is no Chromium. Install it (on Debian: apt-get install chromium "
                "fonts-liberation fonts-noto-color-emoji), or name one with --browser."
            )
        self._program = found

    def screenshot(self, page: Path, picture: Path, width: int) -> None:
        """Write a PNG of a page, ``width`` CSS pixels wide and as high as its content.

        The page states its height as ``data-height`` of its root element. Raises ``NoBrowser``.
        """
        found = _HEIGHT.search(self._run(page, "--dump-dom", f"--window-size={width},100"))
        if found is None:
            raise NoBrowser(f"{self._program} does not show {page}. Try another with --browser.")
        height = round(float(found[1]))
        self._run(page, f"--screenshot={picture.absolute()}", f"--window-size={width},{height}")

    def _run(self, page: Path, *flags: str) -> str:
        with tempfile.TemporaryDirectory() as profile:
            done = subprocess.run(
                [self._program, *_FLAGS, f"--user-data-dir={profile}", *flags, page.as_uri()],
                capture_output=True, text=True, check=False, timeout=_TIMEOUT,
            )  # fmt: skip
        if done.returncode:
            raise NoBrowser(f"{self._program} fails for {page}:\n{done.stderr}")
        return done.stdout
