"""What is told to whom about each fact: each function gets a fact, and notifies with what it reads. All stand above the walls."""
