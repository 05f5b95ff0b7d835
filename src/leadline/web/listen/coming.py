"""Where a large file lies while it is being sent: in the home, under a name that goes with the request.

In: what Django reads of an upload. Out: a file in the home's folder of uploads. The surprise: a worker that is killed
leaves what it had of it, so it must not lie where nobody looks: here an erasure and the clearing of old uploads do.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

PREFIX = "coming-"


class IntoHome(TemporaryFileUploadHandler):
    def new_file(self, *given: Any, **how: Any) -> None:
        if settings.HOME is None:
            super().new_file(*given, **how)
            return
        FileUploadHandler.new_file(self, *given, **how)
        self.file = _Coming(self, settings.HOME.uploads)


class _Coming(TemporaryUploadedFile):
    def __init__(self, sent: IntoHome, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = tempfile.NamedTemporaryFile(prefix=PREFIX, dir=folder)  # noqa: SIM115 - Django closes it
        told = (sent.file_name, sent.content_type, 0, sent.charset, sent.content_type_extra)
        UploadedFile.__init__(self, file, *told)
