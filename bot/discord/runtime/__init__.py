"""Services for all handlers: responses, workers, delivery, rate limits and permissions."""
