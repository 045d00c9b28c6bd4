"""All commands of the application: importing the modules that define them registers them."""

from bot.cli import articles, ask, evaluate, summarize, watch
from bot.cli.main import app

__all__ = ["app", "articles", "ask", "evaluate", "summarize", "watch"]
