import { ApiError } from '../../core/http/api-error';
import { Company } from './company';
import { countryOf, participantIds, vatShape } from './participant-ids';
import { checkDigitsFit } from './vat-check-digits';

type Identity = Pick<Company, 'vatNumber' | 'country' | 'peppolId' | 'peppolIds'>;

/** Who a company is, from its VAT number alone. Throws INVALID_VAT_FORMAT; check digits count in live mode only. */
export function identify(given: string, livemode: boolean): Identity {
  const vatNumber = given.trim();
  if (!vatShape.test(vatNumber))
    throw refusal('pattern', 'must be two capital letters, then 1 to 18 capital letters or digits');
  const country = countryOf(vatNumber);
  if (!country)
    throw refusal(
      'country',
      `begins with ${vatNumber.slice(0, 2)}, which is no country that we know VAT numbers of`,
    );
  if (livemode && !checkDigitsFit(vatNumber, country)) {
    throw refusal('check_digits', 'has wrong check digits: compare it with the original');
  }
  const peppolIds = participantIds(vatNumber, livemode);
  if (!peppolIds[0]) throw refusal('national_form', `does not have the form of a VAT number of ${country}`);
  return { vatNumber, country, peppolId: peppolIds[0], peppolIds };
}

/** Every id of a company, the one that its VAT number gives first, each once. */
export function allIds(vatNumber: string, livemode: boolean, additional: readonly string[]): string[] {
  return [...new Set([...participantIds(vatNumber, livemode), ...additional])];
}

function refusal(rule: string, message: string): ApiError {
  return new ApiError('INVALID_VAT_FORMAT', {
    message: `The VAT number ${message}.`,
    details: [{ field: 'vatNumber', rule, message }],
  });
}
