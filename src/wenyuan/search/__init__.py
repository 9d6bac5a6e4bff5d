"""From a question to ranked passages: passages, the lexical index, and the reasons a passage ranked."""
