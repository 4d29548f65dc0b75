"""Sends files to a socket of this machine as told on stdin, and tells how many pages came as changed later.

A line of stdin is [way, pages, pages received before the file changes, change]; a line of stdout is the count.
"""
import json
import mmap
import os
import socket
import sys
import tempfile

PAGE = 4096


def pair():
    """Two ends of a TCP connection that takes a whole file without a reader."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(1)
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    reader.connect(listener.getsockname())
    writer, _ = listener.accept()
    writer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    writer.settimeout(10)
    reader.settimeout(10)
    return writer, reader


def send(way, file, writer, size):
    if way == "gather":
        sent = 0
        while sent < size:
            sent += os.sendfile(writer.fileno(), file.fileno(), sent, size - sent)
    elif way == "mmap":
        with mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) as mapped:
            writer.sendall(mapped)
    else:
        writer.sendall(file.read())


def receive(reader, size):
    got = bytearray()
    while len(got) < size:
        got += reader.recv(size - len(got))
    return bytes(got)


def changed(way, pages, before, change):
    size = pages * PAGE
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "file")
        with open(path, "wb") as file:
            file.write(b"1" * size)
        writer, reader = pair()
        with open(path, "rb") as file:
            send(way, file, writer, size)
            got = receive(reader, before * PAGE)
            target = path if change == "overwrite" else path + ".new"
            with open(target, "r+b" if change == "overwrite" else "wb") as other:
                other.write(b"2" * size)
            os.rename(target, path)
            got += receive(reader, size - before * PAGE)
        return sum(got[place : place + PAGE] == b"2" * PAGE for place in range(0, size, PAGE))


for line in sys.stdin:
    print(changed(*json.loads(line)))
