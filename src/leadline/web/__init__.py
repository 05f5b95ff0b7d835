"""The site: Django, server-rendered, one thin app per word. The only folder where Django is.

`settings` opens the home that LEADLINE_HOME names; `documents` turns rows into the plain values that stages take.
"""
