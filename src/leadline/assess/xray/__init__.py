"""Where does everybody stand, and what follows? The x-ray (`landscape`), and what is read off it."""
