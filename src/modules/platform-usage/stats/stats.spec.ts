import { breakDown, successRate } from './stats';

const count = (direction: 'outgoing' | 'incoming', type: string, status: string, documents: number) => ({
  direction,
  type,
  status,
  lifecycleStatus: status === 'failed' ? 'undeliverable' : 'deposited',
  documents,
});

it('counts each document once in each view', () => {
  const counts = [
    count('outgoing', 'invoice', 'sent', 5),
    count('outgoing', 'invoice', 'failed', 2),
    count('incoming', 'invoice', 'received', 3),
    count('outgoing', 'credit_note', 'failed', 1),
  ];
  expect(breakDown(counts)).toEqual({
    failed: 3,
    byType: [
      { type: 'credit_note', outgoing: 1, incoming: 0 },
      { type: 'invoice', outgoing: 7, incoming: 3 },
    ],
    byStatus: { sent: 5, failed: 3, received: 3 },
    byLifecycleStatus: { deposited: 8, undeliverable: 3 },
  });
});

it('has no rate where nothing has come to an end', () => {
  expect(breakDown([])).toEqual({ failed: 0, byType: [], byStatus: {}, byLifecycleStatus: {} });
  expect([successRate(0, 0), successRate(0, 1), successRate(2, 1), successRate(5, 0)]).toEqual([
    null,
    0,
    0.6667,
    1,
  ]);
});
