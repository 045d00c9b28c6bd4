"""Byline in a terminal: commands, and what they print for people and for programs."""
