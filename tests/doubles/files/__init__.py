"""Writers of activity files, so that every fixture is ours and its faults are on purpose."""
