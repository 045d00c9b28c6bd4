"""Custom ids, views, forms and the screens under answers."""
