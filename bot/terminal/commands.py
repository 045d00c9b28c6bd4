"""All commands of the application: importing the modules that define them registers them."""

from bot.terminal import asking, evaluating, feedback, keeping, summarizing, watching
from bot.terminal.app import app

__all__ = ["app", "asking", "evaluating", "feedback", "keeping", "summarizing", "watching"]
