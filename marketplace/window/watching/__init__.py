"""What a person follows: prices, searches, and what they saw a short while ago."""
