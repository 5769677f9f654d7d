"""The figures for language-model assistants, by the Model Context Protocol: read only, each figure with its source."""
