"""The program ``byline``; ``python -m bot`` is the same."""

import gc
import os
import sys
from typing import NoReturn

from corpus.errors import BylineError


def main() -> NoReturn:
    """Run a command and exit with its status; an error is one sentence on standard error."""
    if len(sys.argv) == 1 and sys.argv[0].endswith("__main__.py"):
        sys.argv.append("run")
    try:
        status = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        status = 1  # the process that read the output has ended
    # Everything is stored and closed by now; shutting the interpreter down would take 0.15 s more.
    os._exit(status)


def _run() -> int:
    gc.disable()  # imported objects stay: collecting garbage costs a twentieth of the import time
    from bot.app import App
    from bot.cli.commands import app

    gc.freeze()
    gc.enable()
    try:
        app(obj=App(), prog_name="byline")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
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
