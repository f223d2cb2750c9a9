import { ErrorCode } from '../../../core/http/error-codes';
import { violationsError } from '../../../core/http/validation';
import { toDecimal } from '../formats/amounts';
import { Payment } from '../formats/lifecycle-message';
import { LifecycleInput } from './lifecycle.inputs';
import { transitions } from './transitions';

/** What a wish is missing by itself, whatever document it is for. Throws a 400. */
export function checkStep({ status, reasonCode, payment }: LifecycleInput): void {
  const { reasonCodes: allowed } = transitions[status];
  const code = reasonCode?.trim();
  if (allowed && code === undefined) {
    refuse(
      'reasonCode',
      'required',
      `is required with ${status}: one of ${allowed.join(', ')}`,
      'MISSING_FIELD',
    );
  }
  if (allowed && !allowed.includes(code!))
    refuse('reasonCode', 'enum', `must be one of ${allowed.join(', ')}`, 'INVALID_ENUM');
  if (!allowed && code !== undefined) {
    refuse('reasonCode', 'enum', `is not given with ${status}: leave it out, or use reason`, 'INVALID_ENUM');
  }
  if (payment && status !== 'paid' && status !== 'payment_sent')
    refuse('payment', 'unexpected', 'is given with paid or payment_sent only', 'INVALID_REQUEST');
}

/** Throws INVALID_CURRENCY for money of another kind than the document's. */
export function paymentIn({ payment }: LifecycleInput, currency: string): Payment | undefined {
  if (!payment) return undefined;
  if (payment.currency !== currency) {
    refuse('payment.currency', 'mismatch', `must be ${currency}, as on the document`, 'INVALID_CURRENCY');
  }
  return {
    amount: toDecimal(payment.amount),
    currency,
    date: payment.date.slice(0, 10),
    vatRate: payment.vatRate === undefined ? undefined : toDecimal(payment.vatRate),
  };
}

function refuse(field: string, rule: string, message: string, code: ErrorCode): never {
  throw violationsError([{ field, rule, message, code }]);
}
