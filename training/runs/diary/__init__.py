"""What a run leaves to be watched and heard."""
