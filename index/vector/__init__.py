"""Vector indexes: the exact reference and the backends held to it."""
