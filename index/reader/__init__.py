"""The reader: one small model that says where a passage answers a question, and whether it does."""
