"""The probe as a typical asyncio script: python3 probe.py PORT CONCURRENCY < ADDRESSES"""

import asyncio
import json
import sys


async def reply(reader):
    lines = []
    while True:
        line = (await reader.readline()).decode("latin-1").rstrip("\r\n")
        if not line:
            raise ConnectionError("no reply")
        lines.append(line)
        if line[3:4] != "-":
            return lines


async def probe(host, port):
    reader, writer = await asyncio.open_connection(host, port)
    try:
        await reply(reader)
        writer.write(b"EHLO scanner.corp.example\r\n")
        verbs = [line[4:] for line in (await reply(reader))[1:]]
        writer.write(b"QUIT\r\n")
        await reply(reader)
        return verbs
    finally:
        writer.close()


async def worker(addresses, port):
    for host in addresses:
        try:
            verbs = await asyncio.wait_for(probe(host, port), 10)
        except (OSError, ValueError, asyncio.TimeoutError):
            verbs = None
        print(json.dumps({"host": host, "verbs": verbs}))


async def main():
    addresses = iter(sys.stdin.read().split())
    await asyncio.gather(*(worker(addresses, int(sys.argv[1])) for _ in range(int(sys.argv[2]))))


asyncio.run(main())
