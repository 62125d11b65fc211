"""What every test needs: the settings of a test run."""

import os

os.environ["REKOM_ENV"] = "test"
