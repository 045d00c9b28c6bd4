"""From a question to a verified reply; nothing here knows where it is shown."""
