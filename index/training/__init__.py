"""What the training of the shipped models has in common: encoder, batches, loop, export."""
