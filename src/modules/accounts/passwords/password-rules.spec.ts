import { commonPasswords } from './common-passwords';
import { passwordProblem } from './password-rules';

const problem = (password: string) => passwordProblem(password, 'anna.maria.b@example.com');

describe('a new password', () => {
  it.each(['correct horse battery staple', 'twelve chars', '😀 and eleven', 'x1z'.repeat(341)])(
    'may be %j',
    (password) => {
      expect(problem(password)).toBeUndefined();
    },
  );

  it.each([
    ['eleven char', 'must have 12 to 1024 characters'],
    // Twelve code points that are six letters once composed.
    ['e\u0301'.repeat(6), 'must have 12 to 1024 characters'],
    ['😀'.repeat(6), 'must have 12 to 1024 characters'],
    ['x1z'.repeat(342), 'must have 12 to 1024 characters'],
    ['Anna.Maria.B@Example.com', 'must not be your email address'],
    ['anna.maria.b', 'must not be your email address'],
    ['Password1234', 'guessed first'],
    ['aaaaaaaaaaaaaa', 'guessed first'],
    ['121121121121', 'guessed first'],
  ])('%j is refused: %s', (password, words) => {
    expect(problem(password)).toContain(words);
  });

  it('is compared with common ones that are long enough to be tried at all, in lower case', () => {
    for (const password of commonPasswords) {
      expect(password.length).toBeGreaterThanOrEqual(12);
      expect(password).toBe(password.toLowerCase());
    }
  });
});
