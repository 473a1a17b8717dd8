"""Import of a sprint that another system has written: its event, challenges, solutions, and teams under pseudonyms."""
