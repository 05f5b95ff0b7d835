"""The few icons, drawn for this site on a grid of 16: a name stands for the paths of its lines."""

ICONS: dict[str, str] = {
    "contrast": "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12",
    "person": "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c0-3 2.4-4.5 5.5-4.5s5.5 1.5 5.5 4.5",
    "people": (
        "M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4"
        "M10.5 3.2a2.5 2.5 0 0 1 0 4.6M12 9.8c1.6.5 2.5 1.8 2.5 3.7"
    ),
    "key": "M5 11.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM7.8 8.5H14v2.5M11.5 8.5v2",
    "leave": "M6.5 2.5h-4v11h4M10 5l3 3-3 3M13 8H6",
    "right": "M3 8h10M9 4l4 4-4 4",
    "down": "M4 6l4 4 4-4",
    "check": "M3 8.5l3.5 3.5L13 4.5",
    "warning": "M8 2.5L14.5 13.5h-13zM8 6.5v3.5M8 12v.1",
    "search": "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6L14 14",
    "file": "M4 1.5h5l3 3v10H4zM9 1.5v3h3",
    "download": "M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.5h11",
    "clock": "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.2l2 1.3",
}
