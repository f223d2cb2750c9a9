import { EnumField, Field, InstantField, NestedField, TextField } from '../../../core/http/fields';
import { LifecycleStatus, lifecycleStatuses } from '../document-states';

const decimalShape = /^\d{1,15}(\.\d{1,6})?$/;

/** Numbers are taken by their shortest spelling, which is what their sender typed. */
const isDecimal = (value: unknown) =>
  (typeof value === 'number' || typeof value === 'string') && decimalShape.test(String(value));

const amount = (value: unknown) =>
  isDecimal(value) && Number(value) > 0 ? undefined : 'must be a decimal number above 0, such as 500.00';

const rate = (value: unknown) =>
  isDecimal(value) && Number(value) <= 100 ? undefined : 'must be a decimal number from 0 to 100';

const decimal = { oneOf: [{ type: 'string', pattern: decimalShape.source }, { type: 'number' }] };

export class PaymentInput {
  @Field('decimal', 'INVALID_REQUEST', amount, decimal, {
    description: 'What was paid; as text where every digit counts.',
    example: '500.00',
  })
  amount: string | number;

  @TextField({
    description: 'ISO 4217 code: that of the document.',
    example: 'EUR',
    maxLength: 3,
    pattern: /^[A-Z]{3}$/,
    patternMeaning: 'must be an ISO 4217 code such as EUR',
    code: 'INVALID_CURRENCY',
  })
  currency: string;

  @InstantField({ description: 'Day of the payment.', example: '2026-05-20' })
  date: string;

  @Field('decimal', 'INVALID_REQUEST', rate, decimal, {
    description: 'Rate of VAT that it belongs to, in percent, where you tell them apart.',
    example: '20',
    optional: true,
  })
  vatRate?: string | number;
}

export class LifecycleInput {
  @EnumField(lifecycleStatuses, {
    description:
      'The new status. A buyer sets `in_process`, `approved`, `partially_approved`, `disputed`, `suspended`, `rejected` and `payment_sent`; ' +
      'a seller `completed`, `paid` and `cancelled`.',
    example: 'rejected',
  })
  status: LifecycleStatus;

  @TextField({
    description:
      'Why: needed with `rejected`, `disputed`, `partially_approved` and `suspended`, by the lists of XP Z12-012.',
    example: 'TX_TVA_ERR',
    maxLength: 40,
    optional: true,
  })
  reasonCode?: string;

  @TextField({
    description: 'The same in words, for the other side.',
    example: 'Line 2 has the wrong rate of VAT.',
    maxLength: 2_000,
    optional: true,
  })
  reason?: string;

  @NestedField(() => PaymentInput, {
    description:
      'With `paid` or `payment_sent`: what was paid. Part payments add up, and the document is `paid` when they come to the whole; ' +
      'without a payment the whole is meant.',
    optional: true,
  })
  payment?: PaymentInput;
}
