"""Take a file of messages in, in two passes.

In: an import under way. Out: rows of MESSAGES and VERSIONS, the cube of what was heard brought up to date, and a tally.
The surprise: a file is gone through twice, because rows come in any order and a conversation is settled before its
first row is kept.
"""

from __future__ import annotations

import datetime as dt

import pyarrow.compute as pc

from leadline.config import setting
from leadline.listen.heard import Added, refresh_heard
from leadline.listen.intake.counts import Tally
from leadline.listen.intake.job import ImportJob
from leadline.listen.intake.message_sheets import MessageSheets
from leadline.listen.intake.message_store import MessageStore
from leadline.listen.speakers import known_parties, known_threads
from leadline.listen.tables import MESSAGES, VERSIONS
from leadline.listen.threads import Threads
from leadline.words import Period


def take_messages(job: ImportJob) -> Tally:
    """Settle all conversations of the file, then keep its messages, a sheet at a time."""
    sheets = MessageSheets(job)
    threads = _conversations(job, sheets)
    before, newest = job.lake.version(MESSAGES), job.lake.newest(MESSAGES)
    store, tally, commits, days = MessageStore(job.lake, job.stamp, job.cutoffs), Tally(), 0, list[dt.date]()
    for sheet in job.file.sheets(setting("LEADLINE_IMPORT_ROWS")):
        messages = sheets.messages(sheet, threads)
        of_sheet = store.append(messages)
        tally, commits = tally.and_also(of_sheet), commits + bool(of_sheet.new)
        if messages.rows.num_rows:
            days += pc.min_max(messages.rows["posted_day"]).as_py().values()
        job.progress(tally.taken)
    if days:
        refresh_heard(job.lake, Added(Period(min(days), max(days)), before, newest + commits))
    for table in (MESSAGES, VERSIONS):
        job.lake.compact(table)
    return tally


def _conversations(job: ImportJob, sheets: MessageSheets) -> Threads:
    """Gather the links of the whole file, then ask the lake about what came in earlier."""
    threads = Threads()
    for sheet in job.file.sheets(setting("LEADLINE_IMPORT_ROWS")):
        links = sheets.links(sheet)
        threads.add(links.others)
        for declared in links.declared:
            threads.declare(declared)
    if ends := threads.open_ends():
        threads.learn(known_threads(job.lake, ends))
    if asked := threads.without_party():
        threads.learn_parties(known_parties(job.lake, asked))
    return threads
