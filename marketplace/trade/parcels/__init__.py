"""What was packed for an order, with which carrier it goes, under which number, and whether it arrived."""
