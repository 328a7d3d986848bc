"""What the public reads: pages of published checks, and feeds."""
