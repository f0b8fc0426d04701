"""What measurements play: pieces, random traffic, sounds, and a model read as another codec."""
