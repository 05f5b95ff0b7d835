"""Costs, benefits and ROI."""
