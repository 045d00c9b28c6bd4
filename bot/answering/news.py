"""What has just been added: an entry for each story, with the sentence that covers it best."""

from collections.abc import Iterable, Sequence

from bot.answering.digests import Copies, Digester, New, once
from bot.overviews import News
from corpus.store.change_log import Newcomers


class NewsTeller:
    """Tells the news of one collection, with the entries of its digests."""

    def __init__(self, newcomers: Newcomers, digests: Digester) -> None:
        self._newcomers = newcomers
        self._digests = digests

    def news(self, after: int, upto: int, most: int) -> News:
        """The articles first added between two positions of the change log, the first first.

        The copies of a story are told once, and not at all where one of them was there before.
        """
        added = self._newcomers.between(after, upto)
        new = [(line, line.published or at.astimezone().date()) for line, at in added]
        copies = self._digests.copies([line.id for line, _ in new])
        told = list(self._fresh(list(once(new, copies)), copies, after))
        entries = self._digests.entries(told[:most], copies)
        return News(entries, max(0, len(told) - most))

    def _fresh(self, new: Sequence[New], copies: Copies, after: int) -> Iterable[New]:
        """Those of the articles whose story is new, too."""
        others = {each.id for line, _ in new for each in copies.get(line.id, ())}
        known = self._newcomers.known(others, by=after) if others else set()
        for line, day in new:
            if not any(each.id in known for each in copies.get(line.id, ())):
                yield line, day
