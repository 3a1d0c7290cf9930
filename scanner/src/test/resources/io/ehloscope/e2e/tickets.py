"""SMTP servers with implicit TLS 1.3 that send session tickets without end: tickets.py SERVERS TICKETS CERTIFICATE KEY

Prints the port once all listen, on 127.66.0.1 and on, and ends with its standard input.
"""

import os
import socket
import ssl
import sys
import threading

servers, tickets = int(sys.argv[1]), int(sys.argv[2])
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[3], sys.argv[4])
context.minimum_version = ssl.TLSVersion.TLSv1_3
context.num_tickets = tickets
threading.stack_size(256 * 1024)


def flood(client):
    try:
        client.settimeout(30)
        with context.wrap_socket(client, server_side=True) as inside:
            inside.sendall(b"220-mail\r\n")
            inside.recv(16)
    except OSError:
        pass  # The client closes the connection: that is what the test expects.
    finally:
        client.close()


def listen(address, port):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    listener.listen(16)
    return listener


def accept(listener):
    while True:
        client, _ = listener.accept()
        threading.Thread(target=flood, args=(client,), daemon=True).start()


first = listen("127.66.0.1", 0)
port = first.getsockname()[1]
listeners = [first] + [listen(f"127.66.{i // 250}.{1 + i % 250}", port) for i in range(1, servers)]
for each in listeners:
    threading.Thread(target=accept, args=(each,), daemon=True).start()
print(port, flush=True)
sys.stdin.read()
os._exit(0)
