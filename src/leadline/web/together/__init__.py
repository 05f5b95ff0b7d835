"""The strategy made with others: its market, the company's own people, and who decides (S3.17, S1.20, S0.19)."""
