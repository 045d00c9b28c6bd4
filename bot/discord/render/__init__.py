"""Replies, errors and lists as embeds and text within Discord's limits."""
