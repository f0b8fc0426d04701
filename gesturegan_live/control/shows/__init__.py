"""Shows by message: an evening saved, checked as a whole, and brought back; and carried elsewhere in one file."""
