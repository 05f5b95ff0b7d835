"""One file, one page (S3.13): read a table in a home of its own, and tell what it says.

In: a file, whom it is about, a folder to work in. Out: a `LightPage`. The surprise: the home is a real one, so that
somebody may keep it and go on from there; whoever does not, hands in a folder that is thrown away.
"""

from __future__ import annotations

from pathlib import Path

from leadline import assess
from leadline.config import create_home
from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.listen import Options, as_contract, import_file, own_brand_only
from leadline.report.light import LightPage, light_page


def first_look(file: Path, root: Path, folder: Path, *, brand: str, zone: str) -> LightPage:
    """The page of a table with a column of texts. A home is made at `root`; `folder` takes what is written on the way.

    Raises LeadlineError where the file is no such table, or holds no message.
    """
    home = create_home(root, company=brand, zone=zone, currency="EUR")
    lake, now, book = Lake(home.lake), home.now(), own_brand_only(home.company)
    table, missing = as_contract(file, folder, now=now)
    count = import_file(home, lake, table, parties=book, options=Options(zone=zone, party=book.own.name), now=now)
    if count.read == count.refused:
        why = next(iter(count.reasons), "it has no rows")
        raise LeadlineError(f"No row of {file.name} could be taken in: {why}.", "Mend the file, and try again.")
    assess.label(lake, assess.load_reader())
    heard = assess.months_heard(lake)
    if heard is None:
        raise LeadlineError(f"{file.name} holds no message.", "Name a file in which people say something.")
    x_ray = assess.x_ray(lake, book.parties, heard, themes=assess.load_themes())
    return light_page(lake, x_ray, missing=missing, refused=count.refused)
