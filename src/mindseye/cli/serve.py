"""mindseye serve · mindseye openapi"""

from __future__ import annotations

import webbrowser

import click

from mindseye.cli.shell import mindseye_of, print_json


@click.command()
@click.option("--host", help="Address to listen on [127.0.0.1]; others than this machine need MINDSEYE_TOKEN.")
@click.option("--port", type=int, help="Port to listen on [8000]; 0 takes any free one.")
@click.option("--open", "open_browser", is_flag=True, help="Open the studio in the browser.")
@click.pass_context
def serve(context: click.Context, host: str | None, port: int | None, open_browser: bool) -> None:
    """Open the studio: the web interface and the HTTP API, until Ctrl+C."""
    from mindseye.server.serve import serve as run

    def ready(url: str) -> None:
        click.echo(f"Mind's Eye is at {url} (API docs at {url}/api/docs/). Press Ctrl+C to stop.")
        if open_browser:
            webbrowser.open(url)  # quietly does nothing where there is no browser

    run(mindseye_of(context, host=host, port=port), ready)
    click.echo("Stopped.")


@click.command()
@click.pass_context
def openapi(context: click.Context) -> None:
    """Print the OpenAPI document, from which the front end's types are made."""
    from mindseye.server.factory import create_app
    from mindseye.server.spec import spec

    with create_app(mindseye_of(context)).app_context():
        print_json(spec.spec, indent=1)
