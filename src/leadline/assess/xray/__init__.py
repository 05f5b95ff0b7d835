"""Where does everybody stand, and what follows? The x-ray (`landscape`), and what is read off it.

`focus` narrows it, `opportunities` and `touch_points` rank it, `comparing` sets two side by side (by `differences`),
`closing` freezes it. `experience` stands apart: how conversations turned, from a cube of its own.
"""
