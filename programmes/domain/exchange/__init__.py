"""What a sprint is exchanged in with other systems: files read and written as typed rows, without a database."""
