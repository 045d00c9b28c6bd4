"""Runs ``make bench``: prints a table, writes ``bench/figures.json`` and a chart."""

import argparse
import tempfile
from pathlib import Path

from rich.console import Console

from tests.benchmarks import figures, growth, imports, processes
from tests.benchmarks.collections import load_rows, write_rows
from tests.benchmarks.figures import Figure

FOLDER = Path("bench")


def main() -> None:
    options = _options()
    console = Console(stderr=True)
    name, articles = load_rows(options.articles)
    console.print(f"Measuring {len(articles):,} {name}; the model's work takes minutes.")
    measured: list[Figure] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        path = write_rows(folder, articles)
        for part in (
            imports.measure(folder, path, articles, options.questions),
            processes.measure(folder),
            growth.measure(folder, options.sizes, options.questions),
            growth.measure_search(options.largest),
        ):
            for figure in part:
                measured.append(figure)
                console.print(figures.format_figure(figure), style="dim")
    figures.write_figures(FOLDER, measured)
    Console(width=130).print(figures.build_table(f"{len(articles):,} {name}", measured))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000, help="imported with the real model")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 30_000, 100_000])
    parser.add_argument("--largest", type=int, default=1_000_000, help="vectors searched alone")
    return parser.parse_args()


if __name__ == "__main__":
    main()
