"""Zones of an article: headline, standfirst, byline, body, reader comments, boilerplate."""
