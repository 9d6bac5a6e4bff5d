"""Files in, documents out: one reader per format behind one protocol. Imports `text` only."""
