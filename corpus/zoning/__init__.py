"""Divides an article's text into zones: headline, byline, body, comments, boilerplate."""
