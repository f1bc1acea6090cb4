"""The HTTP server: a thin shell over MindsEye. `create_app` is the way in."""
