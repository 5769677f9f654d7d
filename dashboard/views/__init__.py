"""From an address to a scene: what is shown."""
