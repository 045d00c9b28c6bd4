"""Times that a question speaks of, and how they change a score."""
