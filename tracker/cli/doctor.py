"""Command."""

import click


@click.command()
def doctor() -> None:
    """Doctor."""
