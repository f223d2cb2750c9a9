/** The last thing that `npm run test:faults` prints: a line for each fault, as the tests have reported it. */
class FaultTable {
  constructor() {
    this.rows = [];
  }

  onTestResult(_test, { console: lines }) {
    for (const { message } of lines ?? []) {
      const [, fault, ...figures] =
        /^fault: (.+) \| events (\d+) \| lost (\d+) \| duplicates (\d+) \| kills (\d+)$/.exec(message) ?? [];
      if (fault) this.rows.push({ fault, figures });
    }
  }

  onRunComplete() {
    const width = Math.max(5, ...this.rows.map(({ fault }) => fault.length));
    const line = (fault, figures) =>
      `${fault.padEnd(width)} ${figures.map((figure) => figure.padStart(11)).join('')}\n`;
    const lines = this.rows.map(({ fault, figures }) => line(fault, figures));
    process.stderr.write(`\n${line('fault', ['events', 'lost', 'duplicates', 'kills'])}${lines.join('')}`);
  }
}

module.exports = FaultTable;
