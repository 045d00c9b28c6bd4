"""The store of articles and of everything that is kept about them, in SQLite."""
