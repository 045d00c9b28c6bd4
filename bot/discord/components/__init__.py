"""Custom ids, views and forms."""
