import { performance } from 'node:perf_hooks';
import { URL } from 'node:url';
import { Pool } from 'undici';

/**
 * POSTs as fast as the answers come, for so many seconds.
 * @param {object} options
 * @param {string} options.url
 * @param {number} options.connections each with one call at a time
 * @param {number} options.seconds
 * @param {number} options.expected status of every answer; another one ends the measurement
 * @param {() => { headers: Record<string, string>, body: string | Buffer }} options.next makes the next request
 * @returns {Promise<number>} answers a second
 */
export async function measureRate({ url, connections, seconds, expected, next }) {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const began = performance.now();
  const end = began + seconds * 1_000;
  let answered = 0;
  const keepCalling = async () => {
    while (performance.now() < end) {
      const { statusCode, body } = await pool.request({ path, method: 'POST', ...next() });
      if (statusCode !== expected) throw new Error(`${path} answered ${statusCode}: ${await body.text()}`);
      await body.dump();
      answered++;
    }
  };
  try {
    await Promise.all(Array.from({ length: connections }, keepCalling));
    return (answered * 1_000) / (performance.now() - began);
  } finally {
    await pool.destroy();
  }
}

export const median = (values) =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];

/** @param {number[]} values */
export function percentile(values, share) {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}
