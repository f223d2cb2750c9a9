import { createHmac } from 'node:crypto';
import { canonicalJson } from './canonical-json';

const plainHeaders = { 'Content-Type': 'application/json', 'User-Agent': 'Flowent-Gateway/1.0' };

export interface GatewayCall {
  actionName: string;
  parameters: Record<string, unknown>;
  /** Unix seconds. */
  timestamp: number;
  /** Set on the test request at registration alone. */
  test?: true;
}

export interface SignedCall {
  body: Buffer;
  headers: Record<string, string>;
}

/**
 * What is sent to an action's endpoint. The body is the signed text itself with `signature` as its last member, so that receivers
 * find that text whether they parse the body and write it anew, as the documentation shows, or cut the member off. The header signs
 * the raw bytes, like X-Flowie-Signature does. Without a key neither is there. Throws UnsignableValue.
 */
export function signCall(call: GatewayCall, hmacKey?: string): SignedCall {
  const text = signedText(call);
  if (hmacKey === undefined) return { body: Buffer.from(text), headers: { ...plainHeaders } };
  const signature = hmac(hmacKey, text);
  const body = Buffer.from(`${text.slice(0, -1)},"signature":"${signature}"}`);
  const header = `t=${call.timestamp},v1=${hmac(hmacKey, `${call.timestamp}.`, body)}`;
  return { body, headers: { ...plainHeaders, 'X-Flowent-Signature': header } };
}

/** In the order of the documentation, which is not the alphabet's when there is `test`. */
function signedText({ actionName, parameters, timestamp, test }: GatewayCall): string {
  const start = `{"action_name":${canonicalJson(actionName)},"parameters":${canonicalJson(parameters, '/parameters')}`;
  return `${start},"timestamp":${timestamp}${test ? ',"test":true' : ''}}`;
}

function hmac(key: string, ...message: Array<string | Buffer>): string {
  const mac = createHmac('sha256', key);
  for (const part of message) mac.update(part);
  return mac.digest('hex');
}
