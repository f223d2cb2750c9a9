import { SealedBox } from '../../core/crypto/sealed-box';

const maximumHeaders = 20;
const maximumValueLength = 1_000;
const nameShape = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
const valueShape = /^[\x20-\x7e]*$/;
/** Ours to set, or the connection's: a header of the owner's that replaced one would break every verifier. */
const reserved =
  /^(x-flowie-.*|webhook-.*|content-.*|host|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|user-agent|proxy-.*|cookie)$/i;

export type CustomHeaders = Record<string, string>;

/** What is wrong with an owner's own headers, in words that say how to mend it; nothing when they are fine. */
export function headersProblem(value: unknown): string | undefined {
  const headers = Object.entries(value as object) as Array<[string, unknown]>;
  if (headers.length > maximumHeaders) return `must have at most ${maximumHeaders} headers`;
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  if (names.size < headers.length) return 'must not name a header twice';
  for (const [name, content] of headers) {
    if (!nameShape.test(name)) return `has ${JSON.stringify(name).slice(0, 60)}, which is no header name`;
    if (reserved.test(name)) return `must not set ${name}, which is ours to set`;
    if (typeof content !== 'string' || content.length > maximumValueLength || !valueShape.test(content))
      return `must give ${name} a text of at most ${maximumValueLength} visible ASCII characters`;
  }
  return undefined;
}

export function sealHeaders(box: SealedBox, headers: CustomHeaders | null | undefined): Buffer | null {
  return headers && Object.keys(headers).length > 0 ? box.seal(JSON.stringify(headers)) : null;
}

export function openHeaders(box: SealedBox, sealed: Buffer | null): CustomHeaders {
  return sealed ? (JSON.parse(box.open(sealed).toString()) as CustomHeaders) : {};
}

/** For the delivery log: which headers went out, without what they may keep secret. */
export function hideValues(headers: CustomHeaders): CustomHeaders {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, '[hidden]']));
}
