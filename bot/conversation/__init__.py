"""Rewrites follow-up questions so that they stand alone, without a model."""
