"""A small folder in the evaluation format, written for the tests."""

import json

ARTICLES = [
    {
        "id": "ferry",
        "title": "Ferry service to Hollow Island resumes",
        "date": "2021-03-12",
        "author": "Mira Tolland",
        "source": "The Harbour Gazette",
        "text": "The ferry to Hollow Island sailed again on Monday after a month of repairs. "
        "Captain Joan Reyes said the crossing took 42 minutes.\n\n"
        "The harbour company spent 3.2 million dollars on the repairs.",
    },
    {
        "id": "garden",
        "title": "Town library opens a reading garden",
        "date": "2021-05-02",
        "text": "The town library opened a garden for readers on Sunday. Gardener Ines Falk "
        "planted forty lemon trees around the fountain.",
    },
    {
        "id": "frost",
        "title": "Frost damages orchards in the north",
        "date": "2021-04-11",
        "text": "A late frost destroyed half of the cherry blossoms in the northern orchards. "
        "Farmer Piet Maas lit candles between the rows to warm the trees.",
    },
]
QUESTIONS = [
    {
        "id": "q1",
        "question": "How many minutes did the ferry crossing to Hollow Island take?",
        "answers": ["42", "42 minutes"],
        "article_ids": ["ferry"],
        "evidence": ["Captain Joan Reyes said the crossing took 42 minutes."],
        "answerable": True,
    },
    {
        "id": "q2",
        "question": "How many lemon trees did gardener Ines Falk plant around the fountain?",
        "answers": ["forty"],
        "article_ids": ["garden"],
        "evidence": [],
        "answerable": True,
        "date": "2021-06-01",
    },
    {
        "id": "q3",
        "question": "Which team won the chess olympiad in Budapest?",
        "answers": [],
        "article_ids": [],
        "evidence": [],
        "answerable": False,
    },
    {
        "id": "q4",
        "question": "What did farmer Piet Maas light between the rows of trees?",
        "answers": ["candles"],
        "article_ids": ["frost"],
        "counterfactual_ids": ["garden"],
        "answerable": True,
        "date": "2021-04-01",
    },
]
SUMMARIES = [{"article_id": "garden", "summary": "Ines Falk planted forty lemon trees."}]


def write_folder(folder, *, articles=ARTICLES, questions=QUESTIONS, summaries=SUMMARIES):
    """Write the files; a row that is a text is written as it is, ``None`` leaves a file out."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"articles": articles, "questions": questions, "summaries": summaries}
    for name, rows in files.items():
        if rows is not None:
            lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
            (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder
