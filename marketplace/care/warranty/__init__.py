"""Something broke: a claim on the terms frozen with the order."""
