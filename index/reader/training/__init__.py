"""How the reader's weights were made, and are made again: ``python -m index.reader.training``."""
