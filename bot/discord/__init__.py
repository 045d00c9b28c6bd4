"""The Discord room: the only place that knows discord.py."""
