"""Where data comes from: every source yields the neutral records of `records`."""
