"""The program ``byline``; ``python -m bot`` is the same."""

import sys

from corpus.errors import BylineError


def main() -> None:
    """Run a command and exit with its status; what goes wrong is one sentence on standard error."""
    from bot.composition import make_program
    from bot.terminal.commands import app

    if len(sys.argv) == 1 and sys.argv[0].endswith("__main__.py"):
        sys.argv.append("run")
    try:
        app(obj=make_program(), prog_name="byline")
    except BylineError as error:
        _fail(str(error), error.exit_status)
    except OSError as error:
        _fail(f"{error.strerror or error}: {error.filename or 'input or output'}.", 1)


def _fail(sentence: str, status: int) -> None:
    sys.stderr.write(f"byline: {sentence}\n")
    sys.exit(status)


if __name__ == "__main__":
    main()
