"""What the command line prints: one JSON object, or text for a person."""
