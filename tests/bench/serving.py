"""What the measurements of the HTTP API share: a server on a store of its
own."""
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit


class Server:
    """`vigie serve` in a temporary folder, until the end of the block.

    base  its address    key  a token of every scope    pid  its process
    """

    def __init__(self, program, *options):
        self.program, self.options = os.path.abspath(program), options

    def __enter__(self):
        # told to stop, it stops the server as well
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        self.folder = tempfile.TemporaryDirectory()
        self.key = self.run("token", "add", "bench", "--scopes",
                            "score,ingest,moderate,read").strip()
        self.process = subprocess.Popen(
            [self.program, "serve", "--listen", "127.0.0.1:0", *self.options],
            cwd=self.folder.name, stdout=subprocess.PIPE, text=True)
        self.base = self.process.stdout.readline().split()[-1]
        self.pid = self.process.pid
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments], check=True,
                              cwd=self.folder.name, capture_output=True,
                              text=True).stdout

    def connect(self, timeout=30):
        at = urlsplit(self.base)
        return http.client.HTTPConnection(at.hostname, at.port,
                                          timeout=timeout)

    def resident(self):
        """Bytes of memory it holds."""
        with open(f"/proc/{self.pid}/status", encoding="ascii") as lines:
            return next(int(line.split()[1]) * 1024 for line in lines
                        if line.startswith("VmRSS:"))


def post(connection, path, value):
    """Status and answer, over a connection that is kept."""
    connection.request("POST", path, json.dumps(value).encode(),
                       {"Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())
