"""What epoll, poll and stream sockets of this machine's Linux do, as lines of JSON.

Each line of the input is a list of steps; the answer is the list of their results, on one line:

    echo '[["open"], ["add", 10, "IN", "edge"], ["arrive", 0, 4], ["wait", 8]]' | python3 epoll_judge.py

The sockets are AF_UNIX stream sockets, because those deliver within the call that sends: no result depends on time.
Descriptors of the judged side start at 10; the other ends are kept far above. `epoll-transcript.json` was made from
`epoll-cases.ts`: SEEDLAB_RECORD=1 npx vitest run --project unit test/sims/io/epoll.test.ts
"""

import errno
import fcntl
import json
import os
import select
import socket
import sys

FIRST = 10
ASIDE = 500
NAMES = {0x1: "IN", 0x4: "OUT", 0x8: "ERR", 0x10: "HUP", 0x20: "NVAL", 0x2000: "RDHUP"}
BITS = {name: bit for bit, name in NAMES.items()}


def words(mask):
    return "|".join(name for bit, name in sorted(NAMES.items()) if mask & bit) or "0"


def bits(names):
    return sum(BITS[name] for name in names.split("|"))


class Judge:
    def __init__(self):
        self.epoll = select.epoll()
        self.peers = []
        self.listeners = {}
        self.fillers = []
        while True:
            fd = os.open("/dev/null", os.O_RDONLY)
            if fd >= FIRST:
                os.close(fd)
                break
            self.fillers.append(fd)
        self.opened = set()

    def end(self):
        for fd in list(self.opened) + self.fillers + [p for p in self.peers if p is not None]:
            os.close(fd)
        self.epoll.close()

    def aside(self, fd):
        os.set_blocking(fd, False)
        high = fcntl.fcntl(fd, fcntl.F_DUPFD, ASIDE)
        os.close(fd)
        return high

    def mine(self, fd):
        os.set_blocking(fd, False)
        self.opened.add(fd)
        return fd

    def open(self):
        a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        mine = self.mine(a.detach())
        self.peers.append(self.aside(b.detach()))
        return mine

    def listen(self, backlog):
        s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        s.bind(b"\0seedlab-%d-%d" % (os.getpid(), len(self.listeners)))
        s.listen(backlog)
        name = s.getsockname()
        fd = self.mine(s.detach())
        self.listeners[fd] = name
        return fd

    def connect(self, listener):
        s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        s.setblocking(False)
        try:
            s.connect(self.listeners[listener])
        except OSError:
            s.close()
            return "refused"
        self.peers.append(self.aside(s.detach()))
        return "connected"

    def accept(self, fd):
        copy = socket.socket(fileno=os.dup(fd))
        try:
            accepted, _ = copy.accept()
        finally:
            copy.close()
        # The copy had the lowest number while accept ran.
        low = fcntl.fcntl(accepted.fileno(), fcntl.F_DUPFD, FIRST)
        accepted.close()
        return self.mine(low)

    def peer(self, place, act):
        fd = self.peers[place]
        if fd is not None:
            try:
                act(fd)
            except OSError:
                pass
        return None

    def arrive(self, place, count):
        return self.peer(place, lambda fd: os.write(fd, b"x" * count))

    def drain(self, place):
        def act(fd):
            while os.read(fd, 65536):
                pass

        return self.peer(place, act)

    def finish(self, place):
        def act(fd):
            copy = socket.socket(fileno=os.dup(fd))
            copy.shutdown(socket.SHUT_WR)
            copy.close()

        return self.peer(place, act)

    def hangup(self, place):
        self.peer(place, os.close)
        self.peers[place] = None
        return None

    def read(self, fd, most):
        return len(os.read(fd, most))

    def write(self, fd, count):
        return os.write(fd, b"y" * count)

    def fill(self, fd):
        while True:
            os.write(fd, b"y" * 4096)

    def dup(self, fd):
        return self.mine(os.dup(fd))

    def close(self, fd):
        os.close(fd)
        self.opened.discard(fd)
        return "ok"

    def mask(self, events, flags):
        extra = (select.EPOLLET if "edge" in flags else 0) | (
            select.EPOLLONESHOT if "oneshot" in flags else 0
        )
        return bits(events) | extra

    def add(self, fd, events, flags=""):
        self.epoll.register(fd, self.mask(events, flags))
        return "ok"

    def modify(self, fd, events, flags=""):
        self.epoll.modify(fd, self.mask(events, flags))
        return "ok"

    def remove(self, fd):
        self.epoll.unregister(fd)
        return "ok"

    def wait(self, most):
        return [[fd, words(mask)] for fd, mask in self.epoll.poll(0, most)]

    def poll(self, fds, events):
        asked = select.poll()
        for fd in fds:
            asked.register(fd, bits(events))
        return sorted([fd, words(mask)] for fd, mask in asked.poll(0))

    def do(self, name, *arguments):
        try:
            return getattr(self, name)(*arguments)
        except OSError as error:
            return errno.errorcode[error.errno]


# Whatever the parent process had open.
os.closerange(3, ASIDE)
for line in sys.stdin:
    judge = Judge()
    print(json.dumps([judge.do(*step) for step in json.loads(line)]), flush=True)
    judge.end()
