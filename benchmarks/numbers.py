#!/usr/bin/env python3
"""How fast numbers are made: `support/number_speed.py`.

The folder of a script comes first on Python's path, so for every script in this one the file hides the
standard module `numbers`, which numpy needs. Whoever imports that name gets the standard module.
"""

import sys

if __name__ == "__main__":
    from support import house  # noqa: F401 - makes the installation that the following imports need
    from support.number_speed import main

    main()
else:
    from importlib.util import module_from_spec, spec_from_file_location
    from sysconfig import get_path

    spec = spec_from_file_location(__name__, f"{get_path('stdlib')}/{__name__}.py")
    sys.modules[__name__] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules[__name__])
