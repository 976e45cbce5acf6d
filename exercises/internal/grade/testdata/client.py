"""A client with the library websockets that is judged: python3 client.py URL"""
import asyncio
import sys

import websockets


async def run(url):
    try:
        async with websockets.connect(url, ping_interval=None, close_timeout=1, compression=None) as ws:
            async for message in ws:
                await ws.send(message)
    except Exception:
        pass  # a case may end in any way


async def main(url):
    async with websockets.connect(url + "/getCaseCount") as ws:
        count = int(await ws.recv())
    for i in range(1, count + 1):
        await run(f"{url}/runCase?case={i}&agent=websockets")
    await run(url + "/updateReports?agent=websockets")


asyncio.run(main(sys.argv[1]))
