"""What listings say and lack, and what that was measured to bring."""
