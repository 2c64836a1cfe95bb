"""Times the offline commands as whole processes: the first time, and once the index exists.

    python Benchmarks/commands.py [--zoo PATH] [--runs 10]
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

here = os.path.dirname(os.path.abspath(__file__))
COMMANDS = [
    "--version", "list", "list --all", "list --language zh --max-params 30M", "list --all --json",
    "search 全词掩码", "search 腾讯", "search hagongda", "search macbrt",
    "search https://github.com/ymcui/MacBERT", "info bert-wwm", "info --family bert",
    "info bert-wwm --links", "families", "families --json", "citations", "formats",
    "path tiny-bert-zh", "verify tiny-bert-zh", "inspect {package}", "fetch bert-wwm --dry-run",
    "doctor", "gc", "registry check", "registry coverage",
]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--zoo", default=os.path.join(here, "..", ".build", "release", "zoo"))
    options.add_argument("--runs", type=int, default=10)
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, ZOO_HOME=f"{home}/store", ZOO_OFFLINE="1")

        def run(words, cache):
            """Milliseconds of one process, and what it printed."""
            environment["ZOO_CACHE"] = f"{home}/{cache}"
            start = time.perf_counter()
            process = subprocess.run([options.zoo, *words], env=environment, capture_output=True)
            if process.returncode != 0:
                sys.exit(f"zoo {' '.join(words)} failed: {process.stderr.decode()}")
            return (time.perf_counter() - start) * 1000, process.stdout.decode()

        package = run(["fetch", "tiny-bert-zh"], "kept")[1].strip()
        run(["search", "bert"], "kept")
        print(f"{'command':45} {'first ms':>9} {'then ms':>8}")
        for number, command in enumerate(COMMANDS):
            words = [word.replace("{package}", package) for word in command.split()]
            # A cache directory of its own is an index that does not exist yet.
            first = [run(words, f"cache{number}-{n}")[0] for n in range(3)]
            then = [run(words, "kept")[0] for _ in range(options.runs)]
            print(f"{command:45} {statistics.median(first):9.0f} {statistics.median(then):8.0f}",
                  flush=True)


main()
