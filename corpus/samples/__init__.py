"""Articles that come with Byline, to answer the first question from."""
