"""One module for every page; `dashboard.routes` says at which address each stands."""
