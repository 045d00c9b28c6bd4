"""Articles that arrive without asking: from watched folders and from feeds."""
