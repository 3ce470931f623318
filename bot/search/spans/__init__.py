"""Short answers: candidate spans of a sentence, and which of them answers."""
