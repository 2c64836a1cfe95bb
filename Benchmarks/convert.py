"""Times `zoo convert` of four containers against `cp` and against Python, whole processes.

    python Benchmarks/convert.py CHECKPOINTS [--zoo PATH] [--runs 5]
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

here = os.path.dirname(os.path.abspath(__file__))


def run(command):
    """Seconds and peak resident memory in MB of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} failed: {message.decode()}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main():
    options = argparse.ArgumentParser()
    options.add_argument("checkpoints")
    options.add_argument("--zoo", default=os.path.join(here, "..", ".build", "release", "zoo"))
    options.add_argument("--runs", type=int, default=5)
    options = options.parse_args()
    print(f"{'container':15} {'zoo s':>7} {'cp s':>7} {'Python s':>9} {'zoo/cp':>7} "
          f"{'Python/zoo':>11} {'zoo MB':>7} {'Python MB':>10}")
    for kind in ["pytorch-zip", "pytorch-legacy", "safetensors", "tensorflow"]:
        source = f"{options.checkpoints}/{kind}"
        with tempfile.TemporaryDirectory(dir=options.checkpoints) as work:
            jobs = {
                "cp": lambda n: ["cp", "-rL", source, f"{work}/cp{n}"],
                "python": lambda n: [sys.executable, f"{here}/python_convert.py", kind, source,
                                     f"{work}/python{n}"],
                "zoo": lambda n: [options.zoo, "convert", source, "--architecture", "bert",
                                  "--name", f"benchmark-{kind}", "-o", f"{work}/zoo{n}", "-q"],
            }
            seconds = {job: [] for job in jobs}
            memory = {job: [] for job in jobs}
            for n in range(options.runs + 1):
                for job, command in jobs.items():
                    os.sync()
                    elapsed, peak = run(command(n))
                    if n > 0:
                        seconds[job].append(elapsed)
                        memory[job].append(peak)
                    for leftover in os.listdir(work):
                        path = f"{work}/{leftover}"
                        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        zoo, cp, python = (statistics.median(seconds[job]) for job in ["zoo", "cp", "python"])
        print(f"{kind:15} {zoo:7.3f} {cp:7.3f} {python:9.3f} {zoo / cp:7.2f} {python / zoo:11.2f} "
              f"{max(memory['zoo']):7.0f} {max(memory['python']):10.0f}", flush=True)


main()
