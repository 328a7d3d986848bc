"""Small libraries that know nothing of claims; each could be its own package."""
