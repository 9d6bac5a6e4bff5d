"""How well a library answers a set of questions whose evidence is known."""
