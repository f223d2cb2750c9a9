/** A server of Flowent actions, of Node's own modules alone:  HMAC_KEY=hmac_… PORT=8080 node server.mjs */
import { Buffer } from 'node:buffer';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import process from 'node:process';

const { HMAC_KEY, PORT = '8080' } = process.env;
if (!HMAC_KEY) throw new Error('HMAC_KEY is missing');
const largest = 8 * 1024 * 1024;
const tolerance = 300; // seconds

const actions = {
  send_email: ({ recipient }) => `Email sent successfully to ${recipient}`,
};

class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function verifyHeader(raw, header, hmacKey) {
  const { t = '', v1 = '' } = Object.fromEntries(header.split(',').map((part) => part.split('=')));
  const expected = createHmac('sha256', hmacKey).update(`${t}.`).update(raw).digest('hex');
  if (v1.length !== expected.length || !timingSafeEqual(Buffer.from(expected), Buffer.from(v1, 'latin1')))
    throw new Refusal(401, 'Invalid signature');
  if (Math.abs(Date.now() / 1000 - Number(t)) > tolerance) throw new Refusal(401, 'Stale');
}

/** For what strips headers: the body is the signed text with the signature as its last member, so cut that off. */
function verifyBody(raw, hmacKey) {
  const [, start, signature] = /^(.*),"signature":"([0-9a-f]{64})"\}$/s.exec(raw.toString('latin1')) ?? [];
  if (!signature) throw new Refusal(401, 'Invalid signature');
  const expected = createHmac('sha256', hmacKey).update(`${start}}`, 'latin1').digest('hex');
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature)))
    throw new Refusal(401, 'Invalid signature');
  if (Math.abs(Date.now() / 1000 - JSON.parse(raw).timestamp) > tolerance) throw new Refusal(401, 'Stale');
}

async function answer(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    if ((length += chunk.length) > largest) throw new Refusal(413, 'Too large');
    chunks.push(chunk);
  }
  const raw = Buffer.concat(chunks);
  const header = request.headers['x-flowent-signature'];
  if (header) verifyHeader(raw, header, HMAC_KEY);
  else verifyBody(raw, HMAC_KEY);
  const { action_name, parameters, test } = JSON.parse(raw);
  if (test) return { result: 'ready', error: '' };
  if (!Object.hasOwn(actions, action_name)) throw new Refusal(404, 'Unknown action');
  return { result: await actions[action_name](parameters), error: '' };
}

const server = createServer((request, response) => {
  const reply = (status, body) =>
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  answer(request).then(
    (body) => reply(200, body),
    ({ status = 400, message }) =>
      reply(status, { result: '', error: status === 400 ? 'Invalid request' : message }),
  );
});
server.listen(Number(PORT), '127.0.0.1', () =>
  process.stdout.write(`listening on http://127.0.0.1:${server.address().port}\n`),
);
