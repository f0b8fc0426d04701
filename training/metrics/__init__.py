"""How good a model's sounds are, in numbers that stand beside what the codec alone costs and beside noise."""
