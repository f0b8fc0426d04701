"""What any process of the instrument needs, before it knows what it is for."""
