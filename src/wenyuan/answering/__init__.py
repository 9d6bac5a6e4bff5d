"""From ranked passages to an answer whose every statement carries its place in a source."""
