"""How pages speak: numbers, grades, estimates, tables, charts and the frame around them, the same on every page.

numbers.py    how a number is written            tables.py    declared once, sorted by the server
charts.py     Vega-Lite with unit, source, table  marks.py     the parts that charts are made of
months.py     which month a page shows            icons.py     the few small drawings
templatetags/ the words for templates, without a load; docs/words/site.md shows each, tests/web/gallery.py draws all
"""
