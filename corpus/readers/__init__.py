"""One reader a format: bytes in, articles out."""
