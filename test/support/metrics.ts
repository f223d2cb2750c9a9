import { TestApp } from './app';
import { call } from './http';

/** The samples of a scrape, by name and labels as they stand there: `webhook_attempts_total{result="delivered"}`. */
export async function scrape(app: TestApp): Promise<Record<string, number>> {
  const { status, text } = await call('GET', `${app.url}/metrics`);
  if (status !== 200) throw new Error(`expected 200, got ${status}: ${text}`);
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    samples.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}
