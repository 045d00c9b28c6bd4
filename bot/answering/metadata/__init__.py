"""Questions about articles themselves, answered from their records."""
