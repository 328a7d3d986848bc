"""Commands that take everything out of an installation and bring it back."""

import click


@click.command()
def backup() -> None:
    """Backup."""


@click.command()
def restore() -> None:
    """Restore."""
