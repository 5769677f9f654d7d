"""Lets SlipCover count each line once in the processes that share the tests, as it does in the one that starts them.

Its plugin hands them all settings but this one, and counting each time takes half as long as the tests themselves.
"""

from slipcover import pytest_plugin

if (counter := pytest_plugin._slipcover_instance) is not None:
    counter.immediate = True
