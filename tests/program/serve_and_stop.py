"""The server as what starts it sees it: readiness, signals, the service manager's socket, settings by file.

python3 tests/program/serve_and_stop.py build/kith
"""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

KITH = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "build/kith"


class Server:
    def __init__(self, folder, *options, environment=None):
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
        surroundings |= {"KITH_LANG": "en", "KITH_CONFIG": ""} | (environment or {})
        self.log = open(os.path.join(folder, "log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen([KITH, "serve", "--listen", "127.0.0.1:0", "--data", folder, *options],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True, env=surroundings)
        said = self.process.stdout.readline()
        if "http://" not in said:
            lines = self.lines()
            self.__exit__()
            raise RuntimeError(f"did not start: {said} {lines}")
        self.port = int(said.strip().rsplit(":", 1)[1])

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)

    def get(self, path, connection=None, headers=None):
        kept = connection
        connection = kept or self.connection()
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            if kept is None:
                connection.close()

    def lines(self):
        with open(self.log.name, encoding="utf-8") as log:
            return log.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()


class ServeAndStop(unittest.TestCase):
    def setUp(self):
        held = tempfile.TemporaryDirectory(prefix="kith-serve-")
        self.addCleanup(held.cleanup)
        self.folder = held.name

    def test_drains_on_a_signal(self):
        with Server(self.folder, "--drain-delay-seconds", "2") as server:
            answer, body = server.get("/readyz")
            self.assertEqual(answer.status, 200, body)
            self.assertTrue(json.loads(body)["ready"])
            kept = server.connection()
            server.get("/healthz", kept)
            begun = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            deadline = begun + 1.5
            while server.get("/readyz")[0].status != 503:
                self.assertLess(time.monotonic(), deadline, "readyz goes on saying yes")
                time.sleep(0.02)
            self.assertTrue(json.loads(server.get("/readyz")[1])["draining"])
            self.assertEqual(server.get("/healthz")[0].status, 200)
            answer, _ = server.get("/api/v1/setup", kept)  # new requests are still answered
            self.assertEqual((answer.status, answer.getheader("connection")), (200, "close"))
            self.assertEqual(server.process.wait(10), 0)
            self.assertGreater(time.monotonic() - begun, 1.9)
            with self.assertRaises(OSError):
                server.get("/healthz")
            self.assertIn('"event":"serve.stopped"', server.lines())

    def test_a_second_signal_ends_it_at_once(self):
        with Server(self.folder, "--drain-delay-seconds", "60") as server:
            server.process.send_signal(signal.SIGTERM)
            while server.get("/readyz")[0].status != 503:
                time.sleep(0.02)
            server.process.send_signal(signal.SIGTERM)
            self.assertEqual(server.process.wait(3), -signal.SIGTERM)
        with Server(self.folder) as server:  # and nothing is harmed
            self.assertEqual(server.get("/readyz")[0].status, 200)

    def test_lets_running_requests_end(self):
        with Server(self.folder) as server:
            answers = []
            def set_up():
                connection = server.connection()
                body = {"workspace_name": "Ås", "name": "Kari", "email": "kari@example.test", "password": "correct horse battery",
                        "language": "nb", "currency": "NOK", "country": "NO", "time_zone": "Europe/Oslo"}
                connection.request("POST", "/api/v1/setup", json.dumps(body), {"Content-Type": "application/json"})
                answers.append(connection.getresponse().status)
            running = threading.Thread(target=set_up)
            running.start()
            time.sleep(0.05)  # it hashes a password, which takes longer than that
            server.process.send_signal(signal.SIGTERM)
            running.join()
            self.assertIn(answers, ([200], [201]))
            self.assertEqual(server.process.wait(20), 0)

    def test_tells_the_service_manager(self):
        path = os.path.join(self.folder, "notify")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(path)
            manager.settimeout(5)
            with Server(self.folder, environment={"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "300000"}) as server:
                self.assertIn("READY=1", manager.recv(4096).decode())
                beats = [manager.recv(4096).decode() for _ in range(3)]
                self.assertEqual(beats, ["WATCHDOG=1"] * 3)
                server.process.send_signal(signal.SIGTERM)
                while (said := manager.recv(4096).decode()) == "WATCHDOG=1":
                    pass
                self.assertIn("STOPPING=1", said)
                self.assertEqual(server.process.wait(20), 0)

    def test_reads_its_settings_from_a_file(self):
        path = os.path.join(self.folder, "kith.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write("log_format = text\nmetrics_token = figures\nslow_request_ms = 0\n")
        with Server(self.folder, environment={"KITH_CONFIG": path, "KITH_METRICS_TOKEN": "other-figures"}) as server:
            far = {"X-Forwarded-For": "192.0.2.7"}
            self.assertEqual(server.get("/metrics", headers=far | {"Authorization": "Bearer figures"})[0].status, 401)
            self.assertEqual(server.get("/metrics", headers=far | {"Authorization": "Bearer other-figures"})[0].status, 200)
            self.assertIn(" info serve.started address=http://", server.lines())
            self.assertNotIn("figures", server.lines())
        with open(path, "a", encoding="utf-8") as file:
            file.write("wrokers = 3\n")
        with self.assertRaisesRegex(RuntimeError, "kith.conf:4: There is no setting wrokers; workers was most likely meant"):
            Server(self.folder, environment={"KITH_CONFIG": path})

    def test_is_not_ready_where_nothing_can_be_written(self):
        with Server(self.folder) as server:
            self.assertEqual(server.get("/readyz")[0].status, 200)
            # Another program that holds the file's lock for writing: what is not there for us is not ready.
            holder = subprocess.Popen([sys.executable, "-c", "import sqlite3,sys,time\n"
                                       f"c = sqlite3.connect({os.path.join(self.folder, 'kith.db')!r}, isolation_level=None)\n"
                                       "c.execute('begin immediate'); print('held', flush=True); time.sleep(60)"],
                                      stdout=subprocess.PIPE, text=True)
            try:
                holder.stdout.readline()
                time.sleep(1.1)
                answer, body = server.get("/readyz")
                self.assertEqual(answer.status, 503, body)
                self.assertEqual(json.loads(body)["checks"][-1]["name"], "database_write", body)
                self.assertEqual(server.get("/healthz")[0].status, 200)
            finally:
                holder.kill()
                holder.wait()
                holder.stdout.close()
            for _ in range(200):
                if server.get("/readyz")[0].status == 200:
                    break
                time.sleep(0.1)
            self.assertEqual(server.get("/readyz")[0].status, 200)


if __name__ == "__main__":
    unittest.main()
