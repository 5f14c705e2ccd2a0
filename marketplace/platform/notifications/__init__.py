"""Who is told what, by which letter."""
