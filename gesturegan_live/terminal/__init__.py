"""What a performer sees in the terminal, and does by its keys: while the instrument plays, and while it renders."""
