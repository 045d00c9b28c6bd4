"""The program ``byline``; ``python -m bot`` is the same."""

import gc
import os
import sys
from typing import NoReturn

from corpus.errors import BylineError


def main() -> NoReturn:
    """Run a command and exit with its status; what goes wrong is one sentence on standard error."""
    if len(sys.argv) == 1 and sys.argv[0].endswith("__main__.py"):
        sys.argv.append("run")
    try:
        status = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        status = 1  # whoever read the output has gone
    # All is stored and closed by now. Taking the interpreter apart would only take time: 0.15 s.
    os._exit(status)


def _run() -> int:
    gc.disable()  # what is imported stays: looking through it again and again is a twentieth of it
    from bot.app import App
    from bot.cli.commands import app

    gc.freeze()
    gc.enable()
    try:
        app(obj=App(), prog_name="byline")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BylineError as error:
        return _report_error(str(error), error.exit_status)
    except BrokenPipeError:
        raise
    except OSError as error:
        return _report_error(
            f"{error.strerror or error}: {error.filename or 'input or output'}.", 1
        )
    return 0


def _report_error(sentence: str, status: int) -> int:
    sys.stderr.write(f"byline: {sentence}\n")
    return status


if __name__ == "__main__":
    main()
