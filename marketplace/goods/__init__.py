"""What there is: the catalogue, its stock, and where shops answer."""
