"""What is looked at: shop pages, search, comparison, what people follow."""
