import { existsSync, readFileSync } from 'node:fs';
import { sharedPath } from '../../../test/support/shared';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { deliveryHeaders, flowieSignature, standardSignature } from './signature';
import { newSigningSecret } from './signing-secret';

const body = Buffer.from('{"name":"Société — é€😀"}');
const delivery = { deliveryId: 'dlv_1', eventId: 'evt_1', eventType: 'document.sent', attempt: 3, body };

describe('flowieSignature', () => {
  it('equals the published construction of Hook0, which is the same', () => {
    const header = flowieSignature(['secret'], 1636936200, Buffer.from('hello !'));
    expect(header).toBe('t=1636936200,v1=1b3d69df55f1e52f05224ba94a5162abeb17ef52cd7f4948c390f810d6a87e98');
  });

  const vectorFile = sharedPath('vectors/signatures.json');
  const described = existsSync(vectorFile) ? it : it.skip;
  described('equals every vector of ../shared/vectors (skipped where that folder is absent)', () => {
    const { flowie } = JSON.parse(readFileSync(vectorFile, 'utf8')) as {
      flowie: Array<{ secret: string; t: number; body_b64: string; header: string }>;
    };
    expect(flowie.length).toBeGreaterThan(5);
    for (const { secret, t, body_b64, header } of flowie) {
      expect(flowieSignature([secret], t, Buffer.from(body_b64, 'base64'))).toBe(header);
    }
  });
});

it('standardSignature equals the vector of the Standard Webhooks specification', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const signature = standardSignature(
    [secret],
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    1614265330,
    Buffer.from('{"test": 2432232314}'),
  );
  expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

describe('deliveryHeaders', () => {
  const secret = newSigningSecret();
  const now = new Date();
  const headers = deliveryHeaders(delivery, [secret], now);

  it("are accepted by Stripe's SDK and by standardwebhooks", () => {
    const event = new Stripe('sk_test_none').webhooks.constructEvent(
      body,
      headers['X-Flowie-Signature']!,
      secret,
    );
    expect(event).toEqual({ name: 'Société — é€😀' });
    expect(new Webhook(secret).verify(body.toString(), headers)).toEqual({ name: 'Société — é€😀' });
  });

  it('carry both signatures during a rotation, the old one last, and everybody accepts them with either secret', () => {
    const old = newSigningSecret();
    const both = deliveryHeaders(delivery, [secret, old], now);
    const [, first, last] = both['X-Flowie-Signature']!.split(',');
    expect(first).toBe(headers['X-Flowie-Signature']!.split(',')[1]);
    expect(last).toBe(deliveryHeaders(delivery, [old], now)['X-Flowie-Signature']!.split(',')[1]);
    for (const held of [secret, old]) {
      new Stripe('sk_test_none').webhooks.constructEvent(body, both['X-Flowie-Signature']!, held);
      expect(new Webhook(held).verify(body.toString(), both)).toBeTruthy();
    }
  });

  it('sign each attempt with its own time and the same body', () => {
    const later = deliveryHeaders({ ...delivery, attempt: 4 }, [secret], new Date(now.getTime() + 60_000));
    expect(later['X-Flowie-Signature']).not.toBe(headers['X-Flowie-Signature']);
    expect(later['X-Flowie-Delivery']).toBe(headers['X-Flowie-Delivery']);
    expect(later['X-Flowie-Attempt']).toBe('4');
  });
});
