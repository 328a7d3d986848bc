"""Where the benchmarks find and keep things."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = ROOT / ".venv" / "bin"
VAR = ROOT / "bench" / "var"
RESULTS = ROOT / "bench" / "results"
README = ROOT / "bench" / "README.md"
PUBLIC_URL = "https://tracker.example"
SEED = 20261122
