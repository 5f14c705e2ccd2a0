"""What every module may use. No Flask lives here, and nothing of shops, goods or orders."""
