"""Commands on the audit log."""

import click

from tracker.cli import signing


@click.group()
def log() -> None:
    """Sign the audit log, and prove that it is what it was."""


for command in (signing.init, signing.sign, signing.recover):
    log.add_command(command)
