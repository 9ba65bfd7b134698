"""A Bot API that costs next to nothing, in a process of its own, so that what is measured is the bot.

It is no sandbox: it refuses nothing but what goes over the rate limits, and understands only what a benchmark needs.
All its times are of the system's monotonic clock, which every process on the machine shares, in seconds.
"""
