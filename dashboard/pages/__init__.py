"""One module for every page; `dashboard.pages.routes` says at which address each stands."""
