"""Judges whether passages support a claim, contradict it, or do not cover it."""
