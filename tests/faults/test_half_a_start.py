"""A private server that was killed while it started is started again all the same."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tenants.embedded import EmbeddedServer, forget_half_a_start
from tests.faults.waiting import until

pytestmark = pytest.mark.faults


def test_its_half_pid_file_stops_nobody(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "postgresql", durable=False)
    file = tmp_path / "postgresql" / "postmaster.pid"
    lines = file.read_text().splitlines(keepends=True)
    first = psutil.Process(int(lines[0]))
    os.kill(first.pid, signal.SIGKILL)
    until(lambda: not psutil.pid_exists(first.pid))  # until whoever inherited it buried it
    file.write_text("".join(lines[:-1]))  # as it stands until the server is ready
    server.start_again()
    assert server.is_running()
    engine = create_engine(server.owner_url, poolclass=NullPool)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    server.stop()


def test_a_server_that_is_just_starting_is_left_alone(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "postgresql", durable=False)
    file = tmp_path / "postgresql" / "postmaster.pid"
    whole = file.read_text()
    half = "".join(whole.splitlines(keepends=True)[:-1])
    file.write_text(half)
    forget_half_a_start(tmp_path / "postgresql")
    assert file.read_text() == half
    file.write_text(whole)
    server.stop()


@pytest.mark.parametrize("left", ["", "no number\n", "{this process}\n/somewhere\n"])
def test_what_names_no_server_of_this_folder_goes(tmp_path: Path, left: str) -> None:
    (tmp_path / "postmaster.pid").write_text(left.replace("{this process}", str(os.getpid())))
    forget_half_a_start(tmp_path)
    assert not (tmp_path / "postmaster.pid").exists()
