"""Something comes back, and the money too."""
