"""The store: articles, questions, feeds, queue and settings, in an SQL database."""
