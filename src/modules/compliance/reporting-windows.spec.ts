import { remediationOf } from './remediation';
import { failures, reportOf, submissionId } from './report';
import { deadlineOf } from './reporting-windows';

const at = new Date('2026-04-25T10:00:00Z');

describe('the tables of compliance', () => {
  it.each([
    ['PPF', 'deposited', '2026-04-26T10:00:00.000Z'],
    ['PPF', 'paid', '2026-04-26T10:00:00.000Z'],
    ['PPF', 'constructor', '2026-04-26T10:00:00.000Z'],
    ['SDI', 'deposited', '2026-05-07T10:00:00.000Z'],
    ['SDI', 'approved', '2026-05-10T10:00:00.000Z'],
    ['SDI', 'rejected', '2026-05-10T10:00:00.000Z'],
  ] as const)('give %s for %s until %s', (authority, status, deadline) => {
    expect(deadlineOf(authority, status, at).toISOString()).toBe(deadline);
  });

  it('have a remedy for every code, of the authority that gave it first', () => {
    for (const code of Object.values(failures)) expect(remediationOf('PPF', code)).not.toContain(code);
    expect(remediationOf('SDI', '00200')).toMatch(/five days/);
    expect(remediationOf('PPF', '00200')).toMatch(/Look the code 00200 up in the documentation of PPF/);
    expect(remediationOf('PPF', 'toString')).toMatch(/Look the code toString up/);
  });

  it('know a report by one id a round', () => {
    expect(submissionId({ id: 'rep_1', round: 1 })).toBe('rep_1');
    expect(submissionId({ id: 'rep_1', round: 3 })).toBe('rep_1.3');
    expect(reportOf('rep_1.3')).toEqual({ id: 'rep_1', round: 3 });
    expect(reportOf('rep_1')).toEqual({ id: 'rep_1', round: 1 });
  });
});
