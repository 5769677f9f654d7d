"""From the mailbox to published: an annex workbook and a table in a PDF, on all figures, with what each command takes.

    python tests/bench/mailbox.py

The processor's time counts, since a machine does other things too. Budgets: five commands at most, and 60 s
for the workbook, 90 s for the PDF.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/etl"), str(ROOT / "tests")]

from made_documents import MadePdf  # noqa: E402
from outside_tables import write_workbook  # noqa: E402

MOST_COMMANDS = 5
WORKBOOK_SECONDS, PDF_SECONDS = 60, 90
PAGE = (
    '<html lang="en"><head><title>Annex</title><meta name="citation_title" content="{title}"><meta '
    'name="citation_publisher" content="UNODC"><meta name="citation_publication_date" content="2026-11-02">'
    '<link rel="canonical" href="https://www.unodc.org/{name}"></head><body><p>A table.</p></body></html>'
)
ROWS = [["Myanmar", 47100, 45200, 53100], ["Mexico", 9790, 9100, 8700], ["Lao PDR", 5000, 5200, 5300]]


def workbook(folder: Path) -> Path:
    """An annex workbook of cultivation with its total."""
    total = ["Total", *(sum(int(row[column]) for row in ROWS) for column in (1, 2, 3))]
    table = [["Illicit cultivation of opium poppy (hectares)"], ["Country", 2023, 2024, 2025], *ROWS, total]
    return write_workbook(folder / "annex.xlsx", table)


def pdf(folder: Path) -> Path:
    """A report with the same table on its first page."""
    made = MadePdf().text(60, 60, "Myanmar and neighbours", 20).text(60, 110, "Opium poppy cultivation (hectares)", 12)
    rows = [["Country", "2023", "2024", "2025"], *([str(cell) for cell in row] for row in ROWS)]
    return made.rows(150, (60, 260, 360, 460), rows).save(folder / "report.pdf")


def run(data: Path, cache: Path, *words: str) -> tuple[float, float, str]:
    """A command: processor time and time in seconds, and what it printed; it must end well."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    command = [sys.executable, "-m", "etl", *words, "--data", str(data)]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.monotonic() - begun, done.stdout


def publish(name: str, title: str, file: Path, data: Path, budget: int) -> bool:
    """Publish a file that somebody has sent, and print what each command takes; whether that is within the budget."""
    folder = file.parent
    page = folder / f"{name}.html"
    page.write_text(PAGE.format(title=title, name=name), encoding="utf-8")
    source = f"unodc-{name}"
    reading = [str(file), "--source", source, "--producer", "unodc"]
    reading += ["--indicator", "opium-poppy-cultivation"] if file.suffix == ".xlsx" else []
    commands = [
        ["add", "source", str(page), "--key", source, "--kind", "report", "--write"],
        ["import", *reading],
        ["import", *reading, "--write"],
        ["refresh", "--one-line"],
    ]
    assert len(commands) <= MOST_COMMANDS
    whole = 0.0
    for words in commands:
        used, waited, printed = run(data, folder, *words)
        whole += used
        print(f"  {words[0]:8} {used:6.1f} s of the processor, {waited:6.1f} s waited: {printed.splitlines()[-1][:90]}")
    print(f"{name}: {len(commands)} commands of at most {MOST_COMMANDS}, {whole:.1f} s of at most {budget} s")
    return whole <= budget


def main() -> None:
    """Both ways in a copy of the figures that is thrown away; ends with 1 where one is over its budget."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        data = folder / "data"
        shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("editions", "*.sqlite*"))
        run(data, folder, "refresh")
        kept = [
            publish("annex-2026", "World Drug Report 2026, opium poppy", workbook(folder), data, WORKBOOK_SECONDS),
            publish("report-2026", "Opium in Myanmar and beyond 2026", pdf(folder), data, PDF_SECONDS),
        ]
    sys.exit(not all(kept))


if __name__ == "__main__":
    main()
