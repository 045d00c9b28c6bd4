"""What every handler runs on: deferring, workers, delivery, rate limits, permissions."""
