"""The x-ray, its opportunities, and the messages behind them."""
