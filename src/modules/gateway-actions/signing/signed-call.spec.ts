import { createHmac } from 'node:crypto';
import { signCall } from './signed-call';

const parameters = { recipient: 'a@b.c', subject: 'Yo', body: 'Hi' };
const call = { actionName: 'send_email', parameters, timestamp: 1645123456 };

it('signs the compact body without its signature, in the documented order', () => {
  expect(signCall(call, 'k1').body.toString()).toBe(
    '{"action_name":"send_email","parameters":{"body":"Hi","recipient":"a@b.c","subject":"Yo"},"timestamp":1645123456,' +
      '"signature":"41d343dbeede487fe5250ad6f153431a9424dc01ae6bbf64f44460e2c5dee6c1"}',
  );
});

it('signs the raw bytes in the header', () => {
  const { body, headers } = signCall({ ...call, parameters: { name: 'é' } }, 'clé');
  const mac = createHmac('sha256', Buffer.from('clé')).update(`1645123456.${body.toString()}`).digest('hex');
  expect(headers).toEqual({
    'Content-Type': 'application/json',
    'User-Agent': 'Flowent-Gateway/1.0',
    'X-Flowent-Signature': `t=1645123456,v1=${mac}`,
  });
});

it('puts `test` after the timestamp, and under the signature', () => {
  const { body } = signCall({ ...call, parameters: {}, test: true }, 'k1');
  const text = '{"action_name":"send_email","parameters":{},"timestamp":1645123456,"test":true}';
  const mac = createHmac('sha256', 'k1').update(text).digest('hex');
  expect(body.toString()).toBe(`${text.slice(0, -1)},"signature":"${mac}"}`);
});

it('signs nothing without a key', () => {
  const { body, headers } = signCall({ ...call, parameters: {}, test: true });
  expect(body.toString()).toBe(
    '{"action_name":"send_email","parameters":{},"timestamp":1645123456,"test":true}',
  );
  expect(Object.keys(headers)).toEqual(['Content-Type', 'User-Agent']);
});

it('says where in the body the value is that cannot be signed', () => {
  expect(() => signCall({ ...call, parameters: { total: 2 ** 53 } }, 'k1')).toThrow(
    '/parameters/total: is an integer beyond 2^53',
  );
});
