"""Real processes: what they say, how long they may take, and that nothing of them is left."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from sddtasks.model.process import Outcome
from sddtasks.model.process import Request
from sddtasks.system import process

PATIENCE = 5.0


def python(tmp_path: Path, code: str, **more: object) -> Outcome:
    request = Request((sys.executable, "-c", code), tmp_path, **more)  # type: ignore[arg-type]
    return process.run(request)


def is_gone(pid: int) -> bool:
    """Killed processes vanish, or stay as zombies where nobody reaps orphans."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


# --- what is said ------------------------------------------------------------------------------


def test_output_errors_and_exit_code(tmp_path: Path) -> None:
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    outcome = python(tmp_path, code)
    assert (outcome.output, outcome.errors, outcome.exit_code) == ("out\n", "err\n", 3)
    assert not outcome.ok
    assert not outcome.timed_out


def test_it_runs_where_it_is_told_and_reads_what_it_is_given(tmp_path: Path) -> None:
    outcome = python(tmp_path, "import os; print(os.getcwd(), input())", stdin="words\n")
    assert outcome.output == f"{tmp_path} words\n"
    assert outcome.ok


def test_without_input_it_does_not_wait_for_a_person(tmp_path: Path) -> None:
    assert python(tmp_path, "import sys; print(repr(sys.stdin.read()))").output == "''\n"


def test_what_cannot_be_started_is_an_outcome(tmp_path: Path) -> None:
    outcome = process.run(Request(("no-such-program-here",), tmp_path))
    assert outcome.exit_code is None
    assert "no-such-program-here" in outcome.trouble


def test_a_signal_is_a_negative_exit_code(tmp_path: Path) -> None:
    assert python(tmp_path, "import os; os.kill(os.getpid(), 9)").exit_code == -9


def test_bytes_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    outcome = python(tmp_path, "import sys; sys.stdout.buffer.write(b'a\\xffb')")
    assert outcome.output == "a\N{REPLACEMENT CHARACTER}b"


def test_lines_come_while_it_runs(tmp_path: Path) -> None:
    code = "import time\nfor n in range(3): print(n, flush=True); time.sleep(0.15)\nprint('end')"
    heard: list[tuple[str, float]] = []
    request = Request((sys.executable, "-c", code), tmp_path)
    process.run(request, lambda line: heard.append((line, time.monotonic())))
    assert [line for line, _ in heard] == ["0", "1", "2", "end"]
    assert heard[-1][1] - heard[0][1] > 0.2


# --- files ---------------------------------------------------------------------------------------


def test_the_log_is_appended_to_and_only_the_new_part_is_output(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "T001.log"
    python(tmp_path, "print('first')", log=log)
    outcome = python(tmp_path, "import sys; print('second'); sys.stderr.write('oops')", log=log)
    assert outcome.output == "second\n"
    assert log.read_text() == "first\nsecond\noops"


def test_inputs_are_there_and_old_reports_are_not(tmp_path: Path) -> None:
    prompt, report, never = (tmp_path / name for name in ("in/p.md", "out/r.xml", "out/n.xml"))
    report.parent.mkdir()
    report.write_text("of the last run")
    code = f"import os; open({str(report)!r}, 'w').write(open({str(prompt)!r}).read().upper())"
    outcome = python(tmp_path, code, inputs={prompt: "words"}, reports=(report, never))
    assert outcome.reports == {report: "WORDS"}
    assert python(tmp_path, "pass", reports=(report,)).reports == {}


# --- environment ---------------------------------------------------------------------------------


def test_programs_get_what_they_need_and_agents_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_API_KEY", "sesame")
    monkeypatch.setenv("SHOP_MODE", "test")
    code = "import os; print(*(os.environ.get(f'{n}') for n in ('SHOP_API_KEY', 'SHOP_MODE', 'X')))"
    assert python(tmp_path, code, env={"X": "x"}).output == "None None x\n"
    assert python(tmp_path, code, pass_env=("SHOP_M*",)).output == "None test None\n"
    assert python(tmp_path, code, keep_secrets=True).output == "sesame test None\n"


def test_no_secret_is_told_or_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_API_KEY", "open-sesame-4711")
    log, report, heard = tmp_path / "T1.log", tmp_path / "r.txt", list[str]()
    log.write_text("before\n")
    code = f"""
import os, sys
key = os.environ["SHOP_API_KEY"]
print("out", key); print("end")
sys.stderr.write("err " + key)
open({str(report)!r}, "w").write(key)
"""
    request = Request(
        (sys.executable, "-c", code), tmp_path, keep_secrets=True, log=log, reports=(report,)
    )
    outcome = process.run(request, heard.append)
    stars = "*" * 16
    assert (outcome.output, outcome.errors) == (f"out {stars}\nend\n", f"err {stars}")
    assert outcome.reports == {report: stars}
    assert heard == [f"out {stars}", "end"]
    assert log.read_text() == f"before\nout {stars}\nend\nerr {stars}"


# --- the end -------------------------------------------------------------------------------------


def test_time_is_limited(tmp_path: Path) -> None:
    began = time.monotonic()
    outcome = python(
        tmp_path, "import time; print('so far', flush=True); time.sleep(60)", timeout=0.6
    )
    assert outcome.timed_out
    assert not outcome.ok
    assert outcome.output == "so far\n"
    assert time.monotonic() - began < PATIENCE


def test_silence_is_limited_and_words_break_it(tmp_path: Path) -> None:
    talks = "import time\nfor n in range(8): print(n, flush=True); time.sleep(0.2)"
    assert python(tmp_path, talks, idle=0.9).ok
    silent = "import time; print('one', flush=True); time.sleep(60)"
    assert python(tmp_path, silent, idle=0.5).timed_out


STAYS = """
import subprocess, sys
child = subprocess.Popen(
    [sys.executable, "-c", "import time; time.sleep(60)"], start_new_session={session}
)
print(child.pid, flush=True)
{then}
"""


@pytest.mark.parametrize("session", [False, True])
@pytest.mark.parametrize("then", ["", "import time; time.sleep(60)"])
def test_grandchildren_are_ended_whichever_session_they_moved_to(
    tmp_path: Path, *, session: bool, then: str
) -> None:
    limit = 1.0 if then else 0.0
    outcome = python(tmp_path, STAYS.format(session=session, then=then), timeout=limit)
    assert outcome.timed_out == bool(then)
    assert is_gone(int(outcome.output))


def test_who_ignores_a_polite_request_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "GRACE_SECONDS", 0.3)
    code = (
        "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print(os.getpid(), flush=True); time.sleep(60)"
    )
    outcome = python(tmp_path, code, timeout=0.8)
    assert (outcome.exit_code, outcome.timed_out) == (-9, True)
    assert is_gone(int(outcome.output))


def test_others_are_left_alone(tmp_path: Path) -> None:
    """A process of ours that was not started by this run carries no mark of it."""
    other = psutil.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        python(tmp_path, "pass")
        assert other.is_running()
        assert other.status() != psutil.STATUS_ZOMBIE
    finally:
        other.kill()
        other.wait()


def test_ctrl_c_ends_what_was_started(tmp_path: Path) -> None:
    said: list[str] = []

    def interrupt(line: str) -> None:
        said.append(line)
        raise KeyboardInterrupt

    code = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    with pytest.raises(KeyboardInterrupt):
        process.run(Request((sys.executable, "-c", code), tmp_path), interrupt)
    assert is_gone(int(said[0]))


def test_several_at_a_time_do_not_end_each_other(tmp_path: Path) -> None:
    outcomes: dict[str, Outcome] = {}

    def work(name: str, seconds: float) -> Callable[[], None]:
        code = f"import time; time.sleep({seconds}); print({name!r})"
        return lambda: outcomes.update({name: python(tmp_path, code)})

    threads = [
        threading.Thread(target=work(name, seconds))
        for name, seconds in (("short", 0.1), ("long", 0.8))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: outcome.output for name, outcome in outcomes.items()} == {
        "short": "short\n",
        "long": "long\n",
    }


LEAVES = """
for n in 1 2 3; do
    env -i setsid sh -c 'sleep 60 {mark} & setsid sleep 60 {mark} & exit' &
    (setsid sh -c '(env -i sleep 60 {mark} &) ; exec sleep 60 {mark}' &)
done
"""


def left_over(mark: str) -> list[psutil.Process]:
    return [
        found
        for found in psutil.process_iter(["cmdline", "status"])
        if mark in " ".join(found.info["cmdline"] or ())
        and found.info["status"] != psutil.STATUS_ZOMBIE
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="orphans are init's elsewhere")
def test_without_environment_session_or_parent_nothing_escapes(tmp_path: Path) -> None:
    """Several at a time, each in a hurry to end before what it leaves behind has begun."""
    marks = [f"0.00{number}" for number in range(1, 13)]

    def work(mark: str) -> list[psutil.Process]:
        process.run(Request(("sh", "-c", LEAVES.format(mark=mark)), tmp_path))
        return left_over(mark)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, marks)) == [[]] * len(marks)


@pytest.mark.skipif(sys.platform != "linux", reason="orphans are init's elsewhere")
def test_who_kills_its_parent_leaves_nothing_behind_either(tmp_path: Path) -> None:
    script = "env -i setsid sleep 60 0.0099 & kill -9 $PPID; sleep 60 0.0099"
    assert process.run(Request(("sh", "-c", script), tmp_path)).exit_code == -9
    assert left_over("0.0099") == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is started by ourselves")
def test_a_program_starts_with_its_signals_as_they_are_by_default(tmp_path: Path) -> None:
    outcome = process.run(Request(("grep", "-E", "Sig(Blk|Ign)", "/proc/self/status"), tmp_path))
    standard = (1 << 31) - 1
    assert [int(line.split()[1], 16) & standard for line in outcome.output.splitlines()] == [0, 0]


def test_the_end_of_one_process_is_not_the_end_of_one_that_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between fork and exec a process looks like an orphan that has dropped our mark."""
    monkeypatch.setenv("SET_AFTER_THE_START", "1")
    request = Request(("/bin/true",), tmp_path)
    with ThreadPoolExecutor(4) as pool:
        codes = Counter(one.exit_code for one in pool.map(process.run, [request] * 100))
    assert codes == {0: 100}
