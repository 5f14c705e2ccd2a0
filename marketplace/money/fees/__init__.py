"""What a seller pays: the published tariff, the simulator, and the lines frozen at each sale."""
