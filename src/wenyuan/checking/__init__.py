"""Whether sources say what a claim says: checks, each with its reason, and the verdict they come to."""
