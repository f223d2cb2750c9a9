import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import process from 'node:process';
import { clearTimeout, setTimeout } from 'node:timers';

/**
 * Answers 204 to everything, to paths below /slow and to executed actions only after a while, and keeps when each
 * request came: in a process of its own, so that receiving does not slow what is measured more than any receiver would.
 */
let arrivals = 0;
let first = 0;
let last = 0;
let deliveries = new Set();
let latencies;
let slowMilliseconds = 0;
const slowAnswers = new Set();

const server = createServer((request, response) => {
  const now = Date.now();
  first ||= now;
  last = now;
  arrivals++;
  const delivery = request.headers['x-flowie-delivery'];
  if (delivery) deliveries.add(delivery);
  const isSlow = request.url.startsWith('/slow');
  if (request.url.startsWith('/action')) return answerAction(request, response);
  if (latencies && !isSlow) readLatency(request, now);
  else request.resume();
  if (isSlow && slowMilliseconds > 0) return answerLater(response);
  response.writeHead(204).end();
});

/** At once to the test request of a registration, which says so itself. */
async function answerAction(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = '{"result":"done","error":""}';
  if (JSON.parse(Buffer.concat(chunks)).test) return response.end(body);
  answerLater(response, 200, body);
}

function answerLater(response, status = 204, body = '') {
  const answer = () => {
    clearTimeout(timer);
    slowAnswers.delete(answer);
    response.writeHead(status).end(body);
  };
  const timer = setTimeout(answer, slowMilliseconds);
  slowAnswers.add(answer);
}

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
  reset: ({ measureLatency = false, slow = 0 }) => {
    slowMilliseconds = slow;
    arrivals = first = last = 0;
    deliveries = new Set();
    latencies = measureLatency ? [] : undefined;
    return {};
  },
  count: () => ({ arrivals, distinct: deliveries.size, first, last }),
  latencies: () => latencies,
  waiting: () => slowAnswers.size,
  /** Ends all waiting. */
  hurry: () => {
    slowMilliseconds = 0;
    for (const answer of slowAnswers) answer();
    return {};
  },
};

process.on('message', ({ number, what }) => process.send({ number, answer: answers[what.name](what) }));
process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
