"""An evaluation as one page of HTML that needs nothing beside it."""
