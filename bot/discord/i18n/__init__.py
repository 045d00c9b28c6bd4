"""Languages of the bot's sentences and of the command names."""
