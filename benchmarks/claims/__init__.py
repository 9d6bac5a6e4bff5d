"""Claims to measure the checker by: known sets, and claims made from known questions."""
