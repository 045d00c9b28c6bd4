"""Measures what Byline answers against questions whose right answers are known."""
