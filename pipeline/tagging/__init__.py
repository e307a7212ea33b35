"""From a text to a sequence of units with features, and from features to labels (a linear-chain CRF)."""
