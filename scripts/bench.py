#!/usr/bin/env python3
"""Measures what an agent waits for at each hook: whole processes of bin/taffrail against an empty C program.

The empty program is dynamically linked, built on the spot, and run just before every measured process, so that both
see the same machine. The hooks run in a scratch copy of the demonstration, with its policy file and the audit on. Further
rows say how the cost grows: with the rules of a policy, with the packs that are on, and with the size of a script in each of
the shapes that make commands long.
Prints a table, writes it to .bench/latest.txt and the figures to .bench/latest.json. Exit 1 when a row with a limit is
over it (--no-limit: never).

  --runs N      runs of each row (at least 200)
  --readme      put the table of events into the README
  --profile     also say where the time goes: system calls, instructions, and the engine's own clock
"""

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "demo"))
from agents import Agent  # noqa: E402
from play import Shop  # noqa: E402

LIMIT = 1.5  # of an event, against the empty program
RULES_LIMIT = 1.5  # of 100 rules in a policy file, against none
MANY_LIMIT = 2.0  # of 10,000 rules in a policy file, against 10
PACKS_LIMIT = 2.0  # of every built-in rule, against those of core
GROWTH_LIMIT = 12.0  # of a script ten times as long
SHAPE_LIMIT = 20.0  # of any shape ten times as long: a square would be 100; what is bounded (folders that `cd` may fail to reach) may fill up
ANALYSIS_LIMIT = 50.0  # of 100 bytes of script, in microseconds, once the process is warm
WORDS = "alpha beta gamma delta epsilon zeta eta theta".split()


def compile_c(source, output, *flags):
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not compiler:
        sys.exit("bench: no C compiler; run: scripts/install-dependencies.sh")
    subprocess.run([compiler, "-O2", *flags, "-o", output, source], check=True)


def script_of(size):
    """An ordinary script of about this many bytes: variables, conditions, pipelines, quotes."""
    line = 'if [ -f "src/file%d.txt" ]; then grep -n -e "one word" -e "another word" -e "' + " ".join(WORDS * 3) + '" src/*.txt > "out/%d.log"; fi\n'
    text, total, number = [], 0, 0
    while total < size:
        text.append(line % (number, number))
        total += len(text[-1])
        number += 1
    return "".join(text)


def repeated(piece, *, before="", between="", behind=""):
    """A shape: `piece` as often as the size asks for, `%d` in it being its number."""
    def text(size):
        out, total, number = [], 0, 0
        while total < size:
            out.append(piece.replace("%d", str(number)))
            total += len(out[-1]) + len(between)
            number += 1
        return before + between.join(out) + behind
    return text


# What agents run all day; `%d` keeps them apart, so that nothing is known from the one before.
TYPICAL = r"""
git status --short && git diff --stat HEAD~1 -- src/part%d tests
npm run build:part%d 2>&1 | tail -20
python3 -m pytest tests/test_cart%d.py -x -q 2>&1 | tail -30
grep -rn "def charge%d" src --include='*.py' | head -20
sed -n '120,180p' src/checkout/cart%d.py
cat package%d.json | jq '.scripts' | head -40
find . -name 'part%d*.test.ts' -not -path './node_modules/*' | head -50
ls -la src/part%d && wc -l src/part%d/*.py
(cd services/api%d && go test ./... -run TestCharge -count=1 2>&1 | tail -5)
docker compose -p shop%d up -d db && sleep 3 && docker compose -p shop%d ps
curl -s -X POST http://localhost:8000/api/cart/%d -H 'Content-Type: application/json' -d '{"id": 1}' | jq .
git add src/part%d && git commit -q -m "Add a discount code to part %d of the checkout"
cargo build --release -p part%d 2>&1 | grep -E "^(warning|error)" | head
mkdir -p build/reports%d && cp -r templates/base build/reports%d/
for f in a%d b%d; do python3 -m py_compile "src/$f.py" || echo "bad: $f"; done
npx tsc -p tsconfig.build%d.json --outDir dist/part%d --noEmit false
node -e "const p = require('./package%d.json'); console.log(p.version)"
python3 -c "import json; print(len(json.load(open('data/orders%d.json'))))"
echo "part %d: $(git rev-parse --short HEAD)" >> notes.md
[ -f .nvmrc%d ] && cat .nvmrc%d || echo "no version %d is pinned"
""".strip().splitlines()


def typical(turns):
    """So many times each of the typical commands, one a line."""
    return "\n".join(line.replace("%d", str(turn)) for turn in range(turns) for line in TYPICAL) + "\n"


# What commands can be long of: none of it may cost more than in proportion.
SHAPES = {
    "if, grep, globs, redirections": script_of,
    "words": repeated("word%d", before="echo ", between=" "),
    "and-lists": repeated("cd dir%d", between=" && "),
    "pipelines": repeated("grep word%d", between=" | "),
    "assignments and expansions": repeated('v%d=a; echo "${v%d:-x}$v0"\n'),
    "functions and calls": repeated("f%d() { echo $1; }\nf%d a\n"),
    "loops": repeated("for i in a b c; do rm -f build/$i%d; done\n"),
    "case branches": repeated("p%d) echo %d ;; ", before='case "$1" in ', behind="esac"),
    "substitutions": repeated('echo "$(basename "$(dirname src/dir/file%d)")"\n'),
    "paths that are deleted": repeated("build/file%d.o", before="rm -f ", between=" "),
    "a here-document": repeated("line %d of $HOME, and more of it\n", before="cat > notes.md <<EOF\n", behind="EOF\n"),
    "quotes": repeated("'it%d'\\''s \"$HOME\" '", before="printf '%s\\n' ", between=" "),
    "code in Python": repeated("x%d = open('file%d.txt').read()\n", before="python3 - <<'EOF'\n", behind="EOF\n"),
    "functions of bash and braces": repeated("[[ -f a%d && $x == {a,b}* ]] && cp src/{x,y}%d.c out/\n"),
}
SIZES = (1_000, 10_000, 100_000, 1_000_000)


class Bench:
    """Cases in a scratch copy, and the tool that runs them."""

    def __init__(self, executable, runs):
        self.runs = runs
        self.shop = Shop(executable, Agent)
        self.tools = self.shop.scratch / "bench"
        self.tools.mkdir()
        (self.tools / "empty.c").write_text("int main(void) { return 0; }\n")
        compile_c(self.tools / "empty.c", self.tools / "empty")
        compile_c(HERE / "bench-spawn.c", self.tools / "spawn")
        self.has_static = True
        try:
            compile_c(self.tools / "empty.c", self.tools / "empty-static", "-static")
        except subprocess.CalledProcessError:
            self.has_static = False
        self.cases = []

    def add(self, name, payload, *, expect, limit=None, against=None, group="events", options=()):
        """A hook call; `expect` is the exit code, 2 for a refusal. The limit is on the ratio to the empty program, or to
        the row called `against`."""
        number = len(self.cases)
        stdin = self.tools / f"stdin{number}.json"
        stdin.write_text(json.dumps(payload))
        words = [str(self.shop.executable), "hook", "claude-code", *map(str, options)]
        self.cases.append({"name": name, "stdin": stdin, "words": words, "limit": limit, "against": against, "group": group, "expect": expect,
                           "bytes": stdin.stat().st_size})

    def run(self, cases, runs):
        """Nanoseconds by what ran; the empty program runs before each case."""
        lines, names = [], []
        for case in cases:
            lines += [f"{len(names)}\t{case['stdin']}\t{self.tools / 'empty'}", "\t".join([str(len(names) + 1), str(case["stdin"]), *case["words"]])]
            names += [("empty", case["name"]), ("case", case["name"])]
        if self.has_static:
            lines.append(f"{len(names)}\t/dev/null\t{self.tools / 'empty-static'}")
            names.append("static")
        done = subprocess.run(
            [self.tools / "spawn", str(runs), str(min(20, runs // 5))], input="\n".join(lines) + "\n", text=True, cwd=self.shop.project,
            env=self.shop.hook_environment, stdout=subprocess.PIPE, check=True,
        )
        times = {}
        for line in done.stdout.splitlines():
            number, took, *_ = line.split("\t")
            times.setdefault(names[int(number)], []).append(int(took))
        return times

    def inside(self, event, case):
        """The engine's own clock for the runs of this case: the median of the audit's duration_us."""
        payload = json.loads(case["stdin"].read_text())
        mine = [record["duration_us"] for record in self.shop.records()
                if record.get("event") == event and record.get("session") == payload["session_id"] and "duration_us" in record]
        return statistics.median(mine) if mine else None

    def measure(self, group, runs):
        cases = [case for case in self.cases if case["group"] == group]
        # The reply is looked at once before it is timed: a wrong answer is not worth a figure.
        for case in cases:
            began = time.monotonic()
            with open(case["stdin"]) as stdin:
                reply = subprocess.run(case["words"], stdin=stdin, capture_output=True, text=True, cwd=self.shop.project, env=self.shop.hook_environment)
            if reply.returncode != case["expect"] and not (case["expect"] == 2 and '"deny"' in reply.stdout):
                sys.exit(f"bench: {case['name']}: exit {reply.returncode}, expected {case['expect']}: {(reply.stderr or reply.stdout).strip()[:300]}")
            case["seconds"] = time.monotonic() - began
        together = [case for case in cases if case["seconds"] * runs < 60]
        times = self.run(together, runs)
        for case in cases:
            if case not in together:  # Slow ones get the runs that fit into a few seconds.
                times |= self.run([case], max(5, int(5 / case["seconds"])))
        rows = []
        for case in cases:
            empty, mine = sorted(times["empty", case["name"]]), sorted(times["case", case["name"]])
            row = {
                "name": case["name"], "runs": len(mine), "payload_bytes": case["bytes"], "limit": case["limit"],
                "median_us": statistics.median(mine) / 1000, "p95_us": mine[int(len(mine) * 0.95)] / 1000, "min_us": mine[0] / 1000,
                "empty_median_us": statistics.median(empty) / 1000, "empty_p95_us": empty[int(len(empty) * 0.95)] / 1000,
                "inside_us": self.inside(json.loads(case["stdin"].read_text())["hook_event_name"], case),
            }
            row["ratio"] = row["median_us"] / row["empty_median_us"]
            row["against"] = case["against"]
            base = next((other["median_us"] for other in rows if other["name"] == case["against"]), row["empty_median_us"])
            row["growth"] = row["median_us"] / base
            row["passed"] = None if case["limit"] is None else row["growth"] <= case["limit"]
            rows.append(row)
        static = statistics.median(times["static"]) / 1000 if "static" in times else None
        return rows, static


def fresh(agent, name):
    """A session of its own for each row, so that its records can be told apart."""
    agent.session = f"bench-{name}"
    return agent


def add_cases(bench):
    agent = bench.shop.agent
    a = lambda name: fresh(agent, name)  # noqa: E731
    shell = lambda name, command: a(name).before("Bash", agent.shell_input(command))  # noqa: E731
    edit = agent.edit_input("generated/api_client.py", "/charge", "/charges")
    bench.add("PreToolUse allow (shell)", shell("allow", "git status --short && python3 -m unittest -q 2>&1 | tail -5"), expect=0, limit=LIMIT)
    bench.add("PreToolUse deny (path)", a("path").before("Edit", edit), expect=2, limit=LIMIT)
    bench.add("PreToolUse deny (shell)", shell("deny", "cd checkout && cat ../.env | head -1"), expect=2, limit=LIMIT)
    bench.add("UserPromptSubmit", a("prompt").prompt("Add a discount code to the checkout and a test for it."), expect=0, limit=LIMIT)
    bench.add("Stop", a("stop").stop(False), expect=0, limit=LIMIT)
    bench.add("command of 10,000 words", shell("words", "echo " + " ".join(WORDS[i % 8] for i in range(10_000))), expect=0, group="growth")
    status = "git status --short && python3 -m unittest -q 2>&1 | tail -5"
    rule = '\n[[commands.deny]]\nrun = "tool%d --flag%d *"\nreason = "Rule %d."\n'
    match = "\n[[commands.ask]]\nmatch = '/\\btask%d\\s+--force\\b/'\nreason = \"Rule %d.\"\n"
    rules = lambda count: "".join(match % (n, n) if n % 4 == 3 else rule % (n, n, n) for n in range(count))  # noqa: E731
    packs = ["core", *re.findall(r'packs = \["core", "(\w+)"\]', (ROOT / "docs/rules.md").read_text())]
    policies = {
        "a policy without rules": ("version = 1\n", None),
        "a policy of 100 rules": ("version = 1\n" + "".join(rule % (n, n, n) for n in range(100)), RULES_LIMIT),
        "a policy of 10 rules": ("version = 1\n" + rules(10), None),
        "a policy of 10,000 rules": ("version = 1\n" + rules(10_000), MANY_LIMIT),
        "every pack, not core alone": (f"version = 1\n[commands]\npacks = {json.dumps(packs)}\n", PACKS_LIMIT),
    }
    base = next(iter(policies))
    for name, (text, limit) in policies.items():
        file = bench.shop.scratch / f"{name.replace(' ', '-')}.toml"
        file.write_text(text)
        bench.add(name, shell(name.replace(" ", "-"), status), expect=0, group="growth", options=("--policy", file), limit=limit,
                  against=None if limit is None else "a policy of 10 rules" if limit == MANY_LIMIT and "10,000" in name else base)
    smaller = None
    for size in (1_000, 10_000, 100_000, 1_000_000):
        name = f"script of {size:,} bytes"
        bench.add(name, shell(f"size{size}", script_of(size)), expect=0, group="growth", limit=smaller and GROWTH_LIMIT, against=smaller)
        smaller = name
    for turns in (5, 50):
        bench.add(f"{turns * len(TYPICAL):,} typical commands", shell(f"typical{turns}", typical(turns)), expect=0, group="growth")


def verdict(row):
    if row["passed"] is None:
        return ""
    against = f", {row['growth']:.2f} times \"{row['against']}\"" if row["against"] else ""
    return f"  {'pass' if row['passed'] else 'FAIL'} (at most {row['limit']}{against})"


def table(rows):
    out = [f"{'':<30}{'median':>9}{'p95':>9}{'empty C':>9}{'ratio':>7}{'inside':>9}"]
    for row in rows:
        inside = f"{row['inside_us']:,.0f}" if row["inside_us"] is not None else "-"
        out.append(f"{row['name']:<30}{row['median_us']:>9,.0f}{row['p95_us']:>9,.0f}{row['empty_median_us']:>9,.0f}{row['ratio']:>7.2f}{inside:>9}{verdict(row)}")
    return out


def analysis(rows):
    """What 100 further bytes of an ordinary script cost, and one further typical command, so that the start of the process is
    no part of it; the judging is."""
    by_name = {row["name"]: row for row in rows}
    small, large = by_name["script of 1,000 bytes"], by_name["script of 10,000 bytes"]
    script = (large["median_us"] - small["median_us"]) / (large["payload_bytes"] - small["payload_bytes"]) * 100
    few, many = (by_name[f"{turns * len(TYPICAL):,} typical commands"] for turns in (5, 50))
    command = (many["median_us"] - few["median_us"]) / (45 * len(TYPICAL))
    length = len(typical(50)) / (50 * len(TYPICAL))
    return [{"name": "each further 100 bytes of script", "microseconds": script, "limit": ANALYSIS_LIMIT, "passed": script <= ANALYSIS_LIMIT},
            {"name": f"each further typical command ({length:.0f} bytes)", "microseconds": command, "limit": ANALYSIS_LIMIT, "passed": command <= ANALYSIS_LIMIT}]


def profile(bench):
    """Where the time goes, by the tools that are installed."""
    out = []
    (ROOT / ".bench").mkdir(exist_ok=True)
    executable = str(bench.shop.executable)
    for case in [case for case in bench.cases if case["group"] == "events"]:
        out.append(f"{case['name']}:")
        run = dict(cwd=bench.shop.project, env=bench.shop.hook_environment, stdout=subprocess.DEVNULL, text=True)
        if shutil.which("perf"):
            # Repeated runs share one standard input, which only the first would find full: a shell opens it each time.
            report = bench.tools / "perf.txt"
            subprocess.run(["perf", "stat", "-x", ";", "-r", "50", "-o", report, "-e", "instructions:u,instructions:k,page-faults,task-clock", "sh", "-c",
                            f"exec {executable} hook claude-code < {case['stdin']}"], stderr=subprocess.DEVNULL, **run)
            for line in report.read_text().splitlines():
                fields = line.split(";")
                if len(fields) > 2 and fields[2] and "not supported" not in fields[0]:
                    out.append(f"  perf   {fields[2]:<18}{float(fields[0]):>14,.2f} {fields[1]} (with the start of sh around it)")
        if shutil.which("strace"):
            log = ROOT / ".bench" / f"strace-{bench.cases.index(case)}.txt"
            with open(case["stdin"]) as stdin:
                subprocess.run(["strace", "-f", "-r", "-o", log, *case["words"]], stdin=stdin, stderr=subprocess.DEVNULL, **run)
            counts = Counter(re.findall(r"^\S+\s+[0-9.]+ (\w+)\(", log.read_text(errors="replace"), re.M))
            most = ", ".join(f"{count} {name}" for name, count in counts.most_common(10))
            out.append(f"  strace {counts.total()} system calls ({log.relative_to(ROOT)}): {most}")
        if not shutil.which("perf") and not shutil.which("strace"):
            out.append("  neither perf nor strace is installed")
    return out


def shapes(bench):
    """Milliseconds by shape and size, the quickest of three runs, less what an empty command takes; and the largest factor
    that ten times the size costs. Below a millisecond a factor says nothing."""
    def quickest(command, runs):
        payload = bench.shop.agent.before("Bash", bench.shop.agent.shell_input(command))
        payload["session_id"] = "bench-shapes"
        stdin = bench.tools / "shape.json"
        stdin.write_text(json.dumps(payload))
        best = None
        for _ in range(runs):
            with open(stdin) as file:
                began = time.perf_counter()
                done = subprocess.run([str(bench.shop.executable), "hook", "claude-code"], stdin=file, capture_output=True,
                                      cwd=bench.shop.project, env=bench.shop.hook_environment)
                took = (time.perf_counter() - began) * 1000
            if done.returncode not in (0, 2):
                sys.exit(f"bench: exit {done.returncode} for {command[:60]!r}...")
            best = took if best is None else min(best, took)
        return best
    start = quickest("true", 20)
    rows = []
    for name, text in SHAPES.items():
        times = [max(0.0, quickest(text(size), 20 if size < 100_000 else 3) - start) for size in SIZES]
        factors = [later / earlier for earlier, later in zip(times, times[1:]) if earlier >= 1]
        worst = max(factors, default=0.0)
        rows.append({"shape": name, "milliseconds": dict(zip(map(str, SIZES), times)), "worst": worst, "passed": worst <= SHAPE_LIMIT})
    return rows


def shape_table(rows):
    out = [f"{'milliseconds':<32}" + "".join(f"{size // 1000:>7,} KB" for size in SIZES) + "   ten times costs at most"]
    for row in rows:
        times = "".join(f"{row['milliseconds'][str(size)]:>10,.1f}" for size in SIZES)
        out.append(f"{row['shape']:<32}{times}   {row['worst']:.1f}  {'pass' if row['passed'] else 'FAIL'} (at most {SHAPE_LIMIT:.0f})")
    return out


def write_readme(rows, machine):
    """The README's table of figures, between its markers."""
    out = ["| event | median, µs | p95, µs | empty C program, µs | ratio |", "|---|---|---|---|---|"]
    out += [f"| {row['name']} | {row['median_us']:,.0f} | {row['p95_us']:,.0f} | {row['empty_median_us']:,.0f} | {row['ratio']:.2f} |" for row in rows]
    page = ROOT / "README.md"
    start, end = "<!-- figures: bench -->\n", "<!-- /figures -->"
    before, _, rest = page.read_text().partition(start)
    note = f"{machine.rsplit(', load', 1)[0]}; {rows[0]['runs']} runs a row."
    page.write_text(before + start + "\n".join(out) + f"\n\n{note}\n" + end + rest.partition(end)[2])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--taffrail", default=os.environ.get("TAFFRAIL", ROOT / "bin/taffrail"), metavar="FILE")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--no-limit", action="store_true")
    arguments = parser.parse_args()
    runs = max(200, arguments.runs)
    executable = Path(arguments.taffrail).resolve()
    if not os.access(executable, os.X_OK):
        sys.exit(f"bench: {executable} is not there; run: make build")

    bench = Bench(executable, runs)
    try:
        trusted = bench.shop.run("trust", "--yes")
        if trusted.returncode != 0:
            sys.exit(f"bench: taffrail trust --yes: {trusted.stdout.strip()}")
        version = bench.shop.run("--version").stdout.strip()
        add_cases(bench)
        rows, static = bench.measure("events", runs)
        more, _ = bench.measure("growth", 200)
        load = os.getloadavg()[0]
        lines = [
            f"{version}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load:.1f}",
            f"microseconds, whole process; {runs} runs a row, each just after one of an empty dynamically linked C program",
            "", *table(rows), "",
        ]
        if static:
            lines.append(f"an empty statically linked C program: {static:,.0f}")
        lines += ["inside: the engine's own clock (duration_us of the audit records); the rest is the process's start and end", ""]
        warm = analysis(more)
        lines += table(more)
        lines += [f"  {row['microseconds']:.1f} µs for {row['name']}  {'pass' if row['passed'] else 'FAIL'} (at most {row['limit']})" for row in warm]
        grown = shapes(bench)
        lines += ["", *shape_table(grown)]
        if arguments.profile:
            lines += ["", *profile(bench)]
        text = "\n".join(lines) + "\n"
        print(text, end="")
        folder = ROOT / ".bench"
        folder.mkdir(exist_ok=True)
        (folder / "latest.txt").write_text(text)
        figures = {"version": version, "machine": platform.machine(), "cores": os.cpu_count(), "load": load, "runs": runs,
                   "empty_static_median_us": static, "rows": rows, "growth": more, "analysis": warm, "shapes": grown}
        (folder / "latest.json").write_text(json.dumps(figures, indent=2) + "\n")
        if arguments.readme:
            write_readme(rows, lines[0])
        over = [row["name"] for row in [*rows, *more, *warm] if row["passed"] is False]
        over += [row["shape"] for row in grown if not row["passed"]]
        if over and not arguments.no_limit:
            print(f"bench: over the limit: {', '.join(over)}", file=sys.stderr)
            return 1
        return 0
    finally:
        shutil.rmtree(bench.shop.scratch, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
