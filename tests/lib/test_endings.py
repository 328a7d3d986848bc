"""What is to be done at the end is done once, and further signals are borne."""

import signal
import subprocess
import sys

PROGRAM = """
import signal, threading
from tracker.lib import endings
done, heard = threading.Event(), []
for number in endings.ENDING:
    signal.signal(number, lambda *told: heard.append(told))
endings.at_the_end(done.set)
print("begun", flush=True)
done.wait()
signal.raise_signal(signal.SIGTERM)
# Until the thread that heard the first one is over, or listens again.
[each.join(0.5) for each in threading.enumerate() if each.name == "endings"]
signal.raise_signal(signal.SIGTERM)
print(len(heard), flush=True)
"""


def test_signals_after_the_first_make_no_noise():
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.send_signal(signal.SIGTERM)

    out, noise = process.communicate(timeout=60)

    assert (out, noise, process.returncode) == ("3\n", "", 0)
