"""How the support judge's weights are made: ``python -m index.support.training``."""
