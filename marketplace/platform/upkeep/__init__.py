"""What the house does for itself by the clock: files that no row names are forgotten, pictures are packed."""
