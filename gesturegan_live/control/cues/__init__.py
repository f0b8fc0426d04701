"""What happens one after the other in a piece: a list of cues, by hand or by itself."""
