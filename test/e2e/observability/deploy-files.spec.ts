import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { TestApp } from '../../support/app';
import { call } from '../../support/http';

const deploy = join(__dirname, '../../../deploy');
const read = (path: string) => readFileSync(join(deploy, path), 'utf8');
/** The parser that @nestjs/swagger brings. */
const yaml = createRequire(require.resolve('@nestjs/swagger'))('js-yaml') as { load(text: string): any };

const words = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'and', 'or', 'unless', 'bool', 'offset']); // prettier-ignore

/** What an expression reads: its names that are no functions, labels or words of the language. */
function metricsOf(expression: string): string[] {
  const plain = expression
    .replace(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, ' ')
    .replace(/\b(by|without|on|ignoring)\s*\([^)]*\)/g, ' ');
  const names = plain.match(/[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])/g) ?? [];
  return names.filter((name) => !words.has(name));
}

/** In the text of a scrape, whose histograms are written as three series each. */
function isServed(text: string, metric: string): boolean {
  const histogram = metric.replace(/_(bucket|sum|count)$/, '');
  return text.includes(`\n# TYPE ${metric} `) || text.includes(`\n# TYPE ${histogram} histogram\n`);
}

let text: string;

beforeAll(async () => {
  const app = await TestApp.start();
  text = `\n${(await call('GET', `${app.url}/metrics`)).text}`;
  await app.stop();
});

it('finds the metrics of an expression', () => {
  const expression =
    'histogram_quantile(0.99, sum by (le) (rate(a_bucket{job="x"}[5m]))) > 0.1 * max(b) and absent(c)';
  expect(metricsOf(expression)).toEqual(['a_bucket', 'b', 'c']);
  expect(isServed(text, 'http_request_duration_seconds_bucket')).toBe(true);
  expect(isServed(text, 'http_request_duration')).toBe(false);
});

describe('the dashboard of Grafana', () => {
  const dashboard = JSON.parse(read('grafana/flowie-exchange.json'));
  const panels = dashboard.panels.filter(({ type }: { type: string }) => type !== 'row');
  const expressions: string[] = panels.flatMap(({ targets }: any) => targets.map(({ expr }: any) => expr));

  it('names metrics that are served, and none else', () => {
    expect(expressions.length).toBeGreaterThan(20);
    const missing = expressions.flatMap(metricsOf).filter((metric) => !isServed(text, metric));
    expect(missing).toEqual([]);
  });

  it('shows every metric of the service', () => {
    const own = [...text.matchAll(/\n# TYPE (\w+) /g)].map(([, name]) => name!).filter((name) => !/^(nodejs|process)_/.test(name)); // prettier-ignore
    const shown = expressions.flatMap(metricsOf).map((name) => name.replace(/_(bucket|count)$/, ''));
    expect(own.filter((name) => !shown.includes(name))).toEqual([]);
  });

  it('has panels with ids of their own that do not overlap, and asks the data source that the viewer picks', () => {
    const ids = dashboard.panels.map(({ id }: { id: number }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w } }: any) => Array.from({ length: w }, (_cell, at) => `${x + at},${y}`)); // prettier-ignore
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.every(({ datasource }: any) => datasource.uid === '${datasource}')).toBe(true);
  });
});

describe('the rules of Prometheus', () => {
  const { groups } = yaml.load(read('prometheus/alerts.yml'));
  const rules = groups.flatMap((group: any) => group.rules);

  it('name metrics that are served', () => {
    expect(rules.length).toBeGreaterThan(10);
    const missing = rules.flatMap(({ expr }: any) => metricsOf(expr)).filter((metric: string) => !isServed(text, metric)); // prettier-ignore
    expect(missing).toEqual([]);
  });

  it('say what happened and what to do, each under a name of its own', () => {
    for (const { labels, annotations } of rules) {
      expect(labels.severity).toMatch(/^(info|warning|critical)$/);
      expect(annotations).toEqual({ summary: expect.any(String), description: expect.any(String) });
    }
    expect(new Set(rules.map(({ alert }: any) => alert)).size).toBe(rules.length);
  });

  it('are read by the example configuration, which scrapes /metrics', () => {
    const configuration = yaml.load(read('prometheus/prometheus.yml'));
    expect(configuration.rule_files).toEqual(['alerts.yml']);
    expect(configuration.scrape_configs[0]).toMatchObject({ job_name: 'flowie-exchange', metrics_path: '/metrics' }); // prettier-ignore
  });

  it('pass promtool, where it is installed', () => {
    try {
      execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    } catch {
      return console.warn(
        'promtool is not installed (Debian package prometheus): the rules were parsed only',
      );
    }
    const answer = execFileSync('promtool', ['check', 'rules', join(deploy, 'prometheus/alerts.yml')], { encoding: 'utf8' }); // prettier-ignore
    expect(answer).toContain(`${rules.length} rules found`);
  });
});
