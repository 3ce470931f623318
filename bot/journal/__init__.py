"""What was asked and how it was taken, in a database: questions, feedback, misses, versions."""
