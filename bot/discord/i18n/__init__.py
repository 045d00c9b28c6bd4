"""Translation of the bot's sentences and of command names."""
