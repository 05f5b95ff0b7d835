"""Who writes first, where what is written rests on what was read just before?

In: the rows' class, inside a transaction. Out: nothing; from then on nobody else writes such rows until the
transaction ends, and everything that was written before is seen. The surprise: SQLite needs no word for it, because
its transactions are opened as writers and wait for each other; PostgreSQL's do not, and two would both find that
nobody was there yet.
"""

from __future__ import annotations

from django.db import connections, models, router


def in_turn(model: type[models.Model]) -> None:
    """Wait until nobody else writes rows of this class, and keep them waiting; whoever reads never waits."""
    connection = connections[router.db_for_write(model)]
    if connection.vendor != "postgresql":
        return
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
