"""What the law takes: dated rates with their articles, and what kind of goods each category is to the tax."""
