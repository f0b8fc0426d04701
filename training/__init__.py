"""The workshop: from a folder of recordings to a bundle that the instrument plays."""
