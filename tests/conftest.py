"""What all tests share: folders of helpers on the path, and signals that are heard."""

import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "engines"))

# Where tests run in the background of a script, or after nohup, Ctrl-C and hang-up are ignored, and whatever they start inherits that.
for _number in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, signal.default_int_handler if _number == signal.SIGINT else signal.SIG_DFL)
