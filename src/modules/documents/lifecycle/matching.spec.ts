import { documentOf } from './matching';

const us = '0208:0123456789';
const them = '9957:FR1';

const sale = {
  id: 'doc_1',
  direction: 'outgoing' as const,
  type: 'invoice' as const,
  status: 'sent' as const,
  lifecycleStatus: 'deposited' as const,
  senderId: us,
  receiverId: them,
};
const purchase = { ...sale, id: 'doc_2', direction: 'incoming' as const, senderId: them, receiverId: us };

function told(status: 'approved' | 'cancelled', typeCode = '380') {
  const party = { participantId: '', name: '' };
  return { status, document: { number: 'A', issueDate: '', typeCode, seller: party, buyer: party } };
}

describe('documentOf', () => {
  it('takes what was exchanged with the sender, in any spelling', () => {
    expect(documentOf([sale], told('approved'), '9957:fr1')).toBe(sale);
    expect(documentOf([sale], told('approved'), '9957:FR2')).toBeUndefined();
    expect(documentOf([], told('approved'), them)).toBeUndefined();
  });

  it('tells a sale from a purchase of the same number by whose status it is', () => {
    expect(documentOf([purchase, sale], told('approved'), them)).toBe(sale);
    expect(documentOf([sale, purchase], told('cancelled'), them)).toBe(purchase);
  });

  it('tells an invoice from a credit note of the same number', () => {
    const credit = { ...sale, id: 'doc_3', type: 'credit_note' as const };
    expect(documentOf([credit, sale], told('approved', '380'), them)).toBe(sale);
    expect(documentOf([sale, credit], told('approved', '381'), them)).toBe(credit);
  });

  it('prefers what was sent to what failed', () => {
    const failed = { ...sale, id: 'doc_4', status: 'failed' as const };
    expect(documentOf([failed, sale], told('approved'), them)).toBe(sale);
  });
});
