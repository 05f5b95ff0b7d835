"""Serve the site: gunicorn in this process, on loopback unless told otherwise."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from leadline.config import Home
from leadline.errors import LeadlineError
from leadline.web.patient import PatientWorker
from leadline.web.records import open_records


def serve(home: Home, *, host: str, port: int, workers: int = 2, ready: Callable[[str], None] = print) -> None:
    """Serve until interrupted. Raises LeadlineError where the port is taken, before anything is started."""
    check_port(host, port)
    open_records(home)
    from django.db import connections

    from leadline.web.here import forget_lake
    from leadline.web.wsgi import application

    connections.close_all()  # workers are forks: each opens its own connection and its own lake
    forget_lake()
    _Site(application, host, port, workers, lambda: ready(f"http://{host}:{port}")).run()


def check_port(host: str, port: int) -> None:
    """Raise LeadlineError where nobody could listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise _port_error(host, port, error) from error


def _port_error(host: str, port: int, error: OSError | OverflowError) -> LeadlineError:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return LeadlineError(f"Port {port} is taken by another program.", f"Choose another one: PORT={port + 1}.")
    return LeadlineError(f"The site cannot listen on {host}, port {port}: {error}.", "Set HOST and PORT to others.")


class _Site(BaseApplication):  # type: ignore[misc]
    def __init__(self, application: Any, host: str, port: int, workers: int, ready: Callable[[], None]) -> None:
        self.site = application
        self.options = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
            "preload_app": False,
            "loglevel": "warning",
            "worker_class": PatientWorker,
            "timeout": 60,
            "when_ready": lambda _: ready(),
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return self.site
