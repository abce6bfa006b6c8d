"""What the DAGs of cti share. Knows the image and its contract, nothing of the program."""
