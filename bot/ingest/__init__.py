"""Ingestion: articles that arrive in watched folders and feeds."""
