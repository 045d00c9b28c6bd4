"""The reader: a small model that finds the answer in a passage, and whether there is one."""
