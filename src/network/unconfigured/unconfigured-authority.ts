import { Injectable } from '@nestjs/common';
import { NetworkError } from '../network-error.port';
import { ReportOutcome, TaxAuthorityGateway } from '../tax-authority.port';

/** Stands in for a tax authority that nobody has set up: live reports fail and say so, instead of waiting unseen. */
@Injectable()
export class UnconfiguredAuthority extends TaxAuthorityGateway {
  report(): Promise<ReportOutcome> {
    return Promise.reject(this.refusal());
  }

  outcome(): Promise<ReportOutcome> {
    return Promise.reject(this.refusal());
  }

  private refusal(): NetworkError {
    const message = 'This installation is not connected to the tax authority: TAX_AUTHORITIES names none.';
    return new NetworkError('AUTHORITY_NOT_CONFIGURED', message, false);
  }
}
