"""What a process is to do as soon as it is told to end, beside what its server does about it."""

import signal
import socket
import threading
from collections.abc import Callable

ENDING = frozenset({signal.SIGTERM, signal.SIGINT})


def at_the_end(act: Callable[[], object]) -> None:
    """Do something when the process gets SIGTERM or SIGINT; to be called once, and in the main thread does something.

    Python writes each signal's number to a socket, whichever handler a server sets before or after this.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    hearing, told = socket.socketpair()
    told.setblocking(False)
    signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_listen, args=(hearing, told, act), name="endings", daemon=True).start()


def _listen(hearing: socket.socket, _told: socket.socket, act: Callable[[], object]) -> None:
    while ENDING.isdisjoint(hearing.recv(64)):
        pass
    act()
    # The socket stays open, or Python would complain of a further signal.
    while hearing.recv(64):
        pass
