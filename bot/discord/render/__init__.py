"""Embeds and text for replies, errors and lists, within Discord's limits."""
