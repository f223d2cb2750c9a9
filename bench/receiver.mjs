import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import process from 'node:process';

/**
 * Answers 204 to everything, and keeps when each request came: in a process of its own, so that receiving does not
 * slow what is measured more than any receiver would.
 */
let arrivals = 0;
let first = 0;
let last = 0;
let deliveries = new Set();
let latencies;

const server = createServer((request, response) => {
  const now = Date.now();
  first ||= now;
  last = now;
  arrivals++;
  const delivery = request.headers['x-flowie-delivery'];
  if (delivery) deliveries.add(delivery);
  if (latencies) readLatency(request, now);
  else request.resume();
  response.writeHead(204).end();
});
server.keepAliveTimeout = 60_000;

/** From the moment that the event says it was made at, which is before its commit, to the arrival here. */
function readLatency(request, arrivedAt) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () =>
    latencies.push(arrivedAt - Date.parse(JSON.parse(Buffer.concat(chunks)).createdAt)),
  );
}

const answers = {
  reset: ({ measureLatency = false }) => {
    arrivals = first = last = 0;
    deliveries = new Set();
    latencies = measureLatency ? [] : undefined;
    return {};
  },
  count: () => ({ arrivals, distinct: deliveries.size, first, last }),
  latencies: () => latencies,
};

process.on('message', ({ number, what }) => process.send({ number, answer: answers[what.name](what) }));
process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
