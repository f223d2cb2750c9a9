import { randomBytes } from 'node:crypto';
import { SealedBox } from '../../core/crypto/sealed-box';

const newSecretBytes = 24;

/** `whsec_` and valid base64, so that Standard Webhooks libraries take it too. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(newSecretBytes).toString('base64')}`;
}

/** What a client may bring as its own: 24 to 64 bytes, as the Standard Webhooks specification wants. */
export const secretShape =
  /^whsec_(?:(?:[A-Za-z0-9+/]{4}){8,20}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?|(?:[A-Za-z0-9+/]{4}){21}(?:[A-Za-z0-9+/]{2}==)?)$/;
export const secretMeaning = 'must be whsec_ and then the base64 of 24 to 64 random bytes';

export interface SealedSecrets {
  sealedSecret: Buffer;
  previousSealedSecret: Buffer | null;
  previousSecretUntil: Date | null;
}

/** What signs now: the secret, and until the end of a rotation's overlap the one before it, last. */
export function openSecrets(box: SealedBox, sealed: SealedSecrets, now: Date): string[] {
  const { sealedSecret, previousSealedSecret, previousSecretUntil } = sealed;
  const overlaps = previousSealedSecret && previousSecretUntil && previousSecretUntil > now;
  return [sealedSecret, ...(overlaps ? [previousSealedSecret] : [])].map((secret) =>
    box.open(secret).toString(),
  );
}
