"""The Byline bot: answers questions with verified citations from news articles."""
