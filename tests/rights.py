"""How a test runs a program that may not write everywhere, whoever runs the test."""

import os

# Root may read and write everywhere; without its capabilities it is a user like any other.
WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
