"""Programs for developers: fitting the confidence, measuring follow-ups."""
