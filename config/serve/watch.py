"""For `bin/serve --dev`: prints one line whenever Python code has changed."""

import sys

from watchfiles import PythonFilter, watch

from config.serve.options import CODE, ROOT

if __name__ == "__main__":
    for _changes in watch(*(ROOT / folder for folder in CODE), watch_filter=PythonFilter()):
        sys.stdout.write("changed\n")
        sys.stdout.flush()
