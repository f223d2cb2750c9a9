import { Document } from '../document.entity';

export type PartyRole = 'buyer' | 'seller';

/** What the company is in its document: the sender sells, unless the customer wrote the invoice. */
export function roleOf({ direction, type }: Pick<Document, 'direction' | 'type'>): PartyRole {
  return (direction === 'outgoing') === type.startsWith('self_billed') ? 'buyer' : 'seller';
}

export function otherRole(role: PartyRole): PartyRole {
  return role === 'buyer' ? 'seller' : 'buyer';
}
