"""Byline in Discord: the only room that imports discord.py."""
