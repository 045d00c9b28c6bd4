"""The sample article for an empty collection."""

from bot.collection import Collection


def add_sample(articles: Collection) -> bool:
    """Add the sample article to an empty collection; return whether it was empty."""
    from corpus.samples import sample_paths

    if articles.articles():
        return False
    articles.add(sample_paths())
    return True
