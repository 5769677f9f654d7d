"""Where Dash answers, below the root of the dashboard: for who counts or logs requests, and needs no Dash for it."""

DASH = "/_dash-"
LAYOUT = "/_dash-layout"
DEPENDENCIES = "/_dash-dependencies"
CALLBACK = "/_dash-update-component"
BUNDLES = "/_dash-component-suites/"
