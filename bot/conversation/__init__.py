"""Follow-up questions made stand-alone from what was asked and shown before, without a model."""
