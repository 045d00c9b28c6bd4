"""Ingestion of articles from watched folders and from feeds."""
