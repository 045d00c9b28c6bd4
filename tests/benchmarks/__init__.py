"""Measures speed and memory, each beside a baseline of the same run: ``make bench``."""
