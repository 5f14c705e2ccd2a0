"""What a shop's standing is measured from, and the measuring."""
