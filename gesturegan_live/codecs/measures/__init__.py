"""What is measured of sounds that codecs bring back."""
