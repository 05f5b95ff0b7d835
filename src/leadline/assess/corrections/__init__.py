"""What people say of labels, how well the model reads by that, and how it learns from it.

`labels` holds what was said, `sampling` draws what is checked, `checking` measures, `adapting` teaches a layer
(`fitting`) and keeps of it what is proven (`judging`, by `demands`).
"""
