"""A throw-away PostgreSQL server for tests, from the binaries of this machine."""

import json
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

ACCOUNTS = ("postgres", "nobody")
"""Whom the server runs as when the tests run as root, which it refuses to be."""
OVERVIEW = """
SELECT json_agg(json_build_object(
  'schema', n.nspname, 'name', c.relname, 'kind', c.relkind,
  'columns', (SELECT coalesce(json_agg(json_build_object(
      'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'nullable', NOT a.attnotnull,
      'default', a.atthasdef AND a.attgenerated = '', 'generated', a.attidentity::text || a.attgenerated::text)
      ORDER BY a.attnum), '[]')
    FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
  'constraints', (SELECT coalesce(json_agg(json_build_array(k.conname, k.contype, k.convalidated) ORDER BY k.conname), '[]')
    FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> 't' AND k.contype <> 'n'),
  'indexes', (SELECT coalesce(json_agg(json_build_array(i.relname, x.indisunique) ORDER BY i.relname), '[]')
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid))
  ORDER BY n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg_temp%'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
"""
ENUMS = """
SELECT json_object_agg(t.oid::regtype::text, (
  SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
FROM pg_type t WHERE t.typtype = 'e'
"""


def binaries():
    """Give the folder of PostgreSQL's binaries, newest first, or None."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return next((place for place in places if (place / "postgres").exists()), None)


class Server:
    """A running server; every database is made from the empty template."""

    def __init__(self, bin_folder, socket, account):
        """Remember how to reach it."""
        self.bin, self.socket, self.account = bin_folder, socket, account
        self.count = 0

    def sql(self, database, text, *, stop=True):
        """Run a script with psql; give the process, with its output unaligned."""
        command = [self.bin / "psql", "-h", self.socket, "-U", "tester", "-d", database, "-XAtq", "-f", "-"]
        command += ["-v", f"ON_ERROR_STOP={int(stop)}"]
        return subprocess.run(command, input=text, capture_output=True, text=True, check=False)

    def database(self, *scripts):
        """Make a database, run scripts in it, and give its name."""
        self.count += 1
        name = f"d{self.count}"
        self.checked("postgres", f"CREATE DATABASE {name} TEMPLATE template0")
        for script in scripts:
            self.checked(name, script)
        return name

    def checked(self, database, text):
        """Run a script that must work."""
        done = self.sql(database, text)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def described(self, *scripts):
        """Run scripts, and give the relations and the enums that are there then.

        All is undone afterwards; what cannot run in a transaction gets a database of its own.
        """
        if any(word in script for script in scripts for word in ("COMMIT", "CONCURRENTLY", "VACUUM")):
            return self.contents(self.database(*scripts))
        return self.contents("postgres", "\n".join(["BEGIN;", *scripts, ";"]), "ROLLBACK;")

    def contents(self, database, before="", after=""):
        """Give the relations and the enums of a database, between two scripts of the same session."""
        asking = f"SET search_path = public; SELECT '####'; {OVERVIEW}; SELECT '####'; {ENUMS};"
        _, relations, enums = self.checked(database, f"{before}\n{asking}\n{after}").split("####")
        return json.loads(relations.strip() or "null") or [], json.loads(enums.strip() or "null") or {}

    def failures(self, database, queries, *scripts):
        """Give, for each query, why the server cannot prepare and plan it after some scripts; None when it can."""
        marks = ["BEGIN;", *scripts, ";", "\\set ON_ERROR_ROLLBACK on", "SET plan_cache_mode = force_generic_plan;"]
        marks += [*(_tried(n, query) for n, query in enumerate(queries)), "ROLLBACK;"]
        done = subprocess.run(
            [self.bin / "psql", "-h", self.socket, "-U", "tester", "-d", database, "-XAtq", "-f", "-"],
            input="\n".join(marks),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return [_error(part) for part in re.split(r"^-- \d+$", done.stdout, flags=re.MULTILINE)[1:]]


def _tried(number, query):
    values = ", ".join(["NULL"] * max((int(one) for one in re.findall(r"\$(\d+)", query)), default=0))
    execute = f"EXPLAIN EXECUTE q{number}" + (f"({values})" if values else "")
    return f"\\echo -- {number}\nPREPARE q{number} AS {query.rstrip().rstrip(';')};\n{execute};"


def _error(part):
    return part.partition("ERROR:")[2].strip().partition("\n")[0] or None


@contextmanager
def running():
    """Start a server in a folder of its own, and end it afterwards."""
    bin_folder = binaries()
    account = next((name for name in ACCOUNTS if _exists(name)), None) if os.geteuid() == 0 else None
    identity = {"user": account, "group": pwd.getpwnam(account).pw_gid, "extra_groups": []} if account else {}
    with tempfile.TemporaryDirectory(prefix="dc-pg-") as folder:
        if account:
            shutil.chown(folder, account)
        data = f"{folder}/data"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **identity}
        make = [bin_folder / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run(make, check=True, **quiet)
        settings = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-F"]
        settings += ["-c", "full_page_writes=off", "-c", "autovacuum=off", "-c", "max_connections=10"]
        process = subprocess.Popen([bin_folder / "postgres", "-D", data, *settings], **quiet)
        try:
            _wait(bin_folder, folder)
            yield Server(bin_folder, folder, account)
        finally:
            process.terminate()
            process.wait(20)


def _exists(name):
    return any(entry.pw_name == name for entry in pwd.getpwall())


def _wait(bin_folder, folder):
    ready = [bin_folder / "pg_isready", "-h", folder, "-U", "tester", "-t", "20", "-q"]
    for _ in range(200):
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.05)
    pytest.fail("the PostgreSQL server did not start")


def require_binaries():
    """Skip, loudly, where this machine has no PostgreSQL; with DEPLOYCHECK_REQUIRE_POSTGRES=1 fail."""
    if binaries() is None:
        reason = "no PostgreSQL binaries (initdb, postgres, psql): what we replay was NOT compared with a server"
        if os.environ.get("DEPLOYCHECK_REQUIRE_POSTGRES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
