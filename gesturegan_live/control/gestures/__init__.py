"""What sensors send, by message: inputs, what they move, what examples have taught."""
