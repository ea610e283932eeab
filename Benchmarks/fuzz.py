"""libFuzzer on each parser. The parsers have no dependencies, so each harness is compiled with their files alone."""

import os
import subprocess
from pathlib import Path

import harness

ROOT = harness.ROOT
PARSERS = {
    "form": [*(f"Sources/Kit/Web/Forms/{name}.swift" for name in ("FormParser", "FormFields", "CharacterRules"))],
    "delimited": ["Sources/Features/Vocabulary/Model/DelimitedText.swift"],
    "identifier": [*(f"Sources/Kit/Storage/{name}.swift" for name in ("ID", "Instant", "PartialDate"))],
    "cookie": [*(f"Sources/Kit/Web/{name}.swift" for name in ("Sessions/CookieHeader", "ASCII"))],
    "multipart": [
        *(f"Sources/Kit/Web/{name}.swift" for name in ("Uploads/MultipartParser", "Uploads/MultipartHead", "ASCII"))],
    "json": [*(f"Sources/Kit/Web/JSON/{name}.swift" for name in ("JSONRules", "JSONFields"))],
    "image": ["Sources/Kit/Files/Images/ImageKind.swift", "Sources/Kit/Files/Images/ImageHeader.swift"],
    "recurrence": sorted(
        str(path.relative_to(ROOT)) for path in (ROOT / "Sources/Kit/Recurrence").rglob("*.swift")),
    "folding": [*(f"Sources/Features/Vocabulary/Model/{name}.swift" for name in ("Folding", "EditDistance"))],
}


def run_all(seconds):
    """Fuzzes each parser for `seconds`; answers how many crashed."""
    folder = harness.STORE / "fuzz"
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no", "ASAN_OPTIONS": "detect_leaks=0"}
    rows, crashes = [], 0
    running = []
    for name, sources in PARSERS.items():
        binary = folder / name
        built = subprocess.run(
            ["swiftc", "-swift-version", "6", "-package-name", "wayfellow", "-O", "-sanitize=fuzzer,address",
             "-parse-as-library", f"Benchmarks/Fuzz/{name}.swift", *sources, "-o", str(binary)],
            cwd=ROOT, capture_output=True, text=True)
        if built.returncode != 0:
            print(f"{name} does not build:\n{built.stderr[-2000:]}")
            crashes += 1
            continue
        corpus = folder / f"{name}-corpus"
        corpus.mkdir(exist_ok=True)
        running.append((name, binary, corpus))
    # Two at a time: the machine has two cores.
    while running:
        batch, running = running[:2], running[2:]
        started = [
            (name, subprocess.Popen(
                [str(binary), str(corpus), f"-max_total_time={seconds}", "-max_len=8192", "-print_final_stats=1",
                 f"-artifact_prefix={folder}/{name}-"],
                env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True))
            for name, binary, corpus in batch]
        for name, process in started:
            output = process.communicate()[1]
            runs = next((line.split()[-1] for line in output.splitlines() if "number_of_executed_units" in line), "?")
            rows.append([name, runs, "crash" if process.returncode else "none"])
            if process.returncode:
                crashes += 1
                print(output[-1500:])
    harness.table(f"libFuzzer, {seconds} s a parser", ["parser", "inputs", "crashes"], rows)
    return crashes
