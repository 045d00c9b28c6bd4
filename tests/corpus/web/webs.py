"""A fake web with the pages of a dictionary, and builders of pages and feeds."""

from corpus.web import FetchedPage, FetchError

BODY = (
    "The harbour of Port Ellery was closed on Monday after the ice broke two of its cranes. "
    "Engineers said that the repair would take until the end of the month. "
    "The mayor, Ilse Brandt, promised the fishermen that nobody would lose a berth."
)


class FakeWeb:
    """Fetches what ``pages`` holds under an address: a document, a redirect's end, or an error."""

    def __init__(self, pages):
        self.pages = pages
        self.requests = []

    def fetch(self, url, *, etag=None, last_modified=None):
        self.requests.append(url)
        found = self.pages.get(
            url, FetchError("There is nothing at this address. Check the address.")
        )
        if isinstance(found, FetchError):
            raise found
        return found if isinstance(found, FetchedPage) else FetchedPage(url, found, "text/html")


def build_page(title, body=BODY, head=""):
    return (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body><nav>Home</nav><article><h1>{title}</h1><p>{body}</p></article></body></html>"
    ).encode()


def build_feed(*items):
    """A feed of items: each a dictionary of elements."""
    inner = "".join(
        "<item>" + "".join(f"<{name}>{words}</{name}>" for name, words in item.items()) + "</item>"
        for item in items
    )
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Port Gazette</title>'
        f"<link>https://port.example/</link><description>News</description>{inner}</channel></rss>"
    ).encode()
