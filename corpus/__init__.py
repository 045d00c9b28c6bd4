"""Articles: their model, the parsers that read them, the web client, and the store."""
