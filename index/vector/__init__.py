"""The vector index over FAISS, and its snapshot on disk."""
