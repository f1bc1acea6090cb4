"""The command line: each command is a few lines onto MindsEye. Only here are exit codes known.

0 done · 1 an error that a sentence explains · 2 wrong usage · 3 some of the files failed · 130 interrupted
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from mindseye.errors import MindsEyeError
from mindseye.version import VERSION

SOME_FAILED = 3


class Shell(click.Group):
    """A group whose commands live in modules that are imported when one of them is used, and not for --help alone."""

    HOMES = {  # noqa: RUF012 - a constant
        "serve": ("serve", "Open the studio: the web interface and the HTTP API."),
        "index": ("index", "Read folders of pictures into the library, once or as they change."),
        "search": ("search", "Find pictures of the library by pictures."),
        "library": ("library", "Show what the library holds; label, describe, take out, bring back, move."),
        "jobs": ("jobs", "Show long work, cancel it, and go on with what was interrupted."),
        "classify": ("classify", "Name what photos show."),
        "caption": ("caption", "Say in a sentence what photos show."),
        "faces": ("faces", "Find, describe, compare and name faces."),
        "teach": ("teach", "Teach classes of your own from folders of pictures."),
        "digits": ("marks", "Read handwritten digits in pictures."),
        "letters": ("marks", "Read handwritten capital letters in pictures."),
        "models": ("models", "List, show, check, add and remove models."),
        "bench": ("bench", "Measure the served models on labelled data."),
        "lab": ("lab", "Train, export and record models (needs PyTorch)."),
        "doctor": ("doctor", "Say what works here and how to get the rest."),
        "openapi": ("serve", "Print the OpenAPI document."),
    }

    def list_commands(self, context: click.Context) -> list[str]:
        return list(self.HOMES)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        import importlib

        if name not in self.HOMES:
            return None
        command: click.Command = getattr(importlib.import_module(f"mindseye.cli.{self.HOMES[name][0]}"), name)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.HOMES.items()])


@click.group(cls=Shell)
@click.version_option(VERSION, prog_name="mindseye")
@click.option("--home", type=click.Path(path_type=Path), help="Folder for models and results instead of MINDSEYE_HOME.")
@click.pass_context
def root(context: click.Context, home: Path | None) -> None:
    """Mind's Eye: sees, finds, names and describes pictures on your own machine."""
    context.obj = {"home": home}


def main() -> None:
    """Run the command line; an error is one sentence on stderr, never a traceback."""
    # Pictures are worked on in parallel, one thread each; NumPy's own threads would fight them for the same cores
    # (indexing reached 0.55 of its floor with them, 0.88 without). Must be said before NumPy is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        sys.exit(root(standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted.", err=True)
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - so that the interpreter can flush it at exit
        sys.exit(1)
    except MindsEyeError as error:
        click.echo(f"mindseye: {error}", err=True)
        sys.exit(1)
    except OSError as error:  # a full disk, a folder without permission
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"mindseye: {place}{error.strerror or error}.", err=True)
        sys.exit(1)
