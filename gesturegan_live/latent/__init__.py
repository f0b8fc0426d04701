"""Where a voice stands: points in latent space, how they move, where they are kept."""
