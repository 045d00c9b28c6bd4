"""Articles written for the tests, as files."""

import json

FERRY = """Ferry service to Hollow Island resumes

Boats sail again after a month of repairs at the harbour.

By Mira Tolland
12 March 2021

The ferry to Hollow Island sailed again on Monday after engineers replaced both of its engines. \
Captain Joan Reyes said the crossing took 42 minutes.

The harbour company spent 3.2 million dollars on the repairs. It borrowed \
the money from the town bank.

Islanders had relied on fishing boats since February because the storm broke the pier.

Published in The Harbour Gazette, March 12th, 2021.

gull_watcher | 2 days ago | Reply

The mayor sold the old ferry to a circus.
"""

LIBRARY = {
    "id": "lib-7",
    "title": "Town library opens a reading garden",
    "date": "2021-05-02",
    "author": "Otto Lind",
    "source": "The Harbour Gazette",
    "url": "https://gazette.example/lib-7",
    "text": "The town library opened a garden for readers on Sunday. Gardener Ines Falk planted "
    "forty lemon trees around the fountain.\n\nThe garden closes at nine in the evening.",
}

ORCHARD = {
    "id": "orchard",
    "title": "Frost damages orchards in the north",
    "date": "2021-04-11",
    "author": None,
    "source": None,
    "url": None,
    "text": "A late frost destroyed half of the cherry blossoms in the northern orchards. Farmer "
    "Piet Maas lit candles between the rows to warm the trees.",
}


def write_all(folder):
    """Write the articles into a folder: one text file and one file of JSON Lines."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ferry.txt").write_text(FERRY, encoding="utf-8")
    rows = "".join(json.dumps(row) + "\n" for row in (LIBRARY, ORCHARD))
    (folder / "others.jsonl").write_text(rows, encoding="utf-8")
    return folder
