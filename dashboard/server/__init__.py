"""How answers leave the server: addresses, limits, headers, compression and the files that never change."""
