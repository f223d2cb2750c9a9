import { OutboundAnswer } from '../../../core/outbound/outbound.client';
import { describeAnswer } from '../engine/outcome';
import { Check } from '../scorecard';

/** Slower than this is no failure, but a retry storm in waiting (cookbook, "Respond fast, process async"). Milliseconds. */
export const slowAfter = 5_000;
const certificateWarning = 30 * 24 * 60 * 60 * 1_000;

const accepted = ({ statusCode = 0 }: OutboundAnswer) => statusCode >= 200 && statusCode < 300;
const redirected = ({ statusCode = 0 }: OutboundAnswer) => statusCode >= 300 && statusCode < 400;

const measured = ({ statusCode, durationMilliseconds }: OutboundAnswer) => ({
  statusCode: statusCode ?? null,
  durationMilliseconds,
});

export function judgeAccepted(name: 'accepts_valid' | 'accepts_duplicate', answer: OutboundAnswer): Check {
  const passed = accepted(answer);
  return {
    name,
    passed,
    ...measured(answer),
    advice: passed ? seen(answer) : `${seen(answer)} ${adviceOn(name, answer)}`,
  };
}

/** A 2xx to what nobody signed means that the endpoint verifies nothing; no answer at all says nothing either way. */
export function judgeRefused(name: 'refuses_tampered' | 'refuses_stale', answer: OutboundAnswer): Check {
  const passed = answer.statusCode !== undefined && !accepted(answer) && !redirected(answer);
  return {
    name,
    passed,
    ...measured(answer),
    advice: passed ? seen(answer) : `${seen(answer)} ${adviceOn(name, answer)}`,
  };
}

export function judgeSpeed(answer: OutboundAnswer): Check {
  const passed = answer.statusCode !== undefined && answer.durationMilliseconds <= slowAfter;
  const advice = passed
    ? `Answered in ${answer.durationMilliseconds} ms.`
    : `${seen(answer)} Answer within 5 seconds: put the event into a queue of yours, answer, and work afterwards.`;
  return { name: 'answers_fast', passed, ...measured(answer), advice };
}

/** Only where there is one; an invalid one has failed the call itself. */
export function judgeCertificate({ tls }: OutboundAnswer, url: string, now: Date): Check[] {
  const base = { name: 'certificate', statusCode: null, durationMilliseconds: null } as const;
  if (!url.startsWith('https:'))
    return [{ ...base, passed: true, advice: 'No TLS on this address. Live webhooks need https.' }];
  if (!tls) return [{ ...base, passed: false, advice: 'No TLS connection came about.' }];
  const passed = Date.parse(tls.validTo) - now.getTime() > certificateWarning;
  const until = `The certificate is valid until ${tls.validTo.slice(0, 10)}`;
  return [{ ...base, passed, advice: passed ? `${until}.` : `${until}: renew it now.` }];
}

function seen(answer: OutboundAnswer): string {
  return `It ${describeAnswer(answer)} after ${answer.durationMilliseconds} ms.`;
}

/** What to do when the answer was the wrong one. */
const advice = {
  accepts_valid:
    'It was signed correctly: check the secret, and that you verify the raw body before any parsing.',
  accepts_duplicate:
    'The same event came twice, as it may: answer 200 to one that you have already, and do nothing.',
  refuses_tampered:
    'The body was changed after it had been signed: compute the signature over the raw body and answer 401 when it differs.',
  refuses_stale:
    'The signature was an hour old: refuse a t that is more than 5 minutes away from your clock, or old deliveries can be replayed to you.',
};

function adviceOn(name: keyof typeof advice, answer: OutboundAnswer): string {
  if (answer.statusCode === undefined) return 'The endpoint must be reachable from the internet and answer.';
  return redirected(answer) ? 'Redirects are not followed: give the final address as the url.' : advice[name];
}
