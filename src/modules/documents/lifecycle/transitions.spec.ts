import { lifecycleStatuses } from '../document-states';
import { clarificationOf } from './reason-codes';
import { allowedSteps, isMovedBy, mayTell, transitions } from './transitions';

describe('the table of transitions', () => {
  it('has the codes of XP Z12-012, each once', () => {
    const codes = Object.fromEntries(lifecycleStatuses.map((status) => [transitions[status].french, status]));
    expect(codes).toEqual({
      200: 'deposited',
      201: 'issued',
      202: 'received',
      203: 'available',
      204: 'in_process',
      205: 'approved',
      206: 'partially_approved',
      207: 'disputed',
      208: 'suspended',
      209: 'completed',
      210: 'rejected',
      211: 'payment_sent',
      212: 'paid',
      213: 'platform_rejected',
      220: 'cancelled',
      221: 'undeliverable',
    });
  });

  it('gives each party its own', () => {
    const setBy = (actor: string) =>
      lifecycleStatuses.filter((status) => transitions[status].setBy === actor).map((status) => transitions[status].french).sort(); // prettier-ignore
    expect(setBy('buyer')).toEqual(['204', '205', '206', '207', '208', '210', '211']);
    expect(setBy('seller')).toEqual(['209', '212', '220']);
  });

  it('wants a reason with 206, 207, 208, 210 and 213, each of which Peppol has a word for', () => {
    const reasoned = lifecycleStatuses.filter((status) => transitions[status].reasonCodes);
    expect(reasoned.map((status) => transitions[status].french).sort()).toEqual([
      '206',
      '207',
      '208',
      '210',
      '213',
    ]);
    for (const status of reasoned) {
      for (const code of transitions[status].reasonCodes!)
        expect(clarificationOf(code)).toMatch(/^[A-Z]{3}$/);
    }
    expect([clarificationOf('CMD_ERR'), clarificationOf('QTY'), clarificationOf('NEW_CODE')]).toEqual([
      'REF',
      'QTY',
      'OTH',
    ]);
  });

  it('ends with what is final, but for a platform that sends again', () => {
    for (const status of ['rejected', 'paid', 'cancelled'] as const) {
      expect(transitions[status].final).toBe(true);
      for (const actor of ['buyer', 'seller', 'platform'] as const)
        expect(allowedSteps(status, actor)).toEqual([]);
    }
    expect(allowedSteps('platform_rejected', 'platform')).toEqual(['deposited']);
    expect(allowedSteps('platform_rejected', 'seller')).toEqual([]);
  });

  it('allows the sample paths of the standard', () => {
    const paths = [
      'received available in_process approved payment_sent paid',
      'received partially_approved paid',
      'received disputed',
      'received suspended completed approved',
      'approved rejected',
    ];
    for (const path of paths.map((text) => text.split(' ') as Array<keyof typeof transitions>)) {
      path.slice(1).forEach((status, at) => expect(transitions[status].from).toContain(path[at]));
    }
  });

  it('no status may follow itself', () => {
    for (const status of lifecycleStatuses) expect(transitions[status].from).not.toContain(status);
  });
});

describe('what the other side tells', () => {
  it('moves a document that has not heard what came before', () => {
    expect(isMovedBy('deposited', 'approved', false)).toBe(true);
    expect(isMovedBy('received', 'paid', false)).toBe(true);
  });

  it('goes back where that is a step, unless it came late', () => {
    expect(isMovedBy('disputed', 'in_process', false)).toBe(true);
    expect(isMovedBy('disputed', 'in_process', true)).toBe(false);
    expect(isMovedBy('in_process', 'disputed', true)).toBe(true);
    expect(isMovedBy('approved', 'in_process', false)).toBe(false);
  });

  it('never moves what is final, nor to where it stands', () => {
    for (const status of lifecycleStatuses) {
      expect(isMovedBy('paid', status, false)).toBe(false);
      expect(isMovedBy(status, status, false)).toBe(false);
    }
  });

  it("is believed of its own statuses and of its platform's", () => {
    expect([mayTell('buyer', 'approved'), mayTell('buyer', 'received'), mayTell('buyer', 'paid')]).toEqual([
      true,
      true,
      true,
    ]);
    expect([mayTell('buyer', 'cancelled'), mayTell('seller', 'approved'), mayTell('seller', 'paid')]).toEqual(
      [false, false, true],
    );
  });
});
