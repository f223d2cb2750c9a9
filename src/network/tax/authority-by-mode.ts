import { Injectable } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { AdapterChoice, adapterChoice } from '../adapter-choice';
import {
  authorityCountries,
  ReportOutcome,
  ReportReference,
  TaxAuthorityGateway,
  TaxReport,
} from '../tax-authority.port';
import { UnconfiguredAuthority } from '../unconfigured/unconfigured-authority';
import { AfnorFlows } from './afnor/afnor-flows';
import { SandboxAuthority } from './sandbox/sandbox-authority';

const names = ['sandbox', 'afnor', 'none'] as const;

/** Reports by the adapter that TAX_AUTHORITIES names for the mode and the authority's country. */
@Injectable()
export class AuthorityByMode extends TaxAuthorityGateway {
  private readonly choice: AdapterChoice<(typeof names)[number]>;
  private readonly adapters: Record<(typeof names)[number], TaxAuthorityGateway>;

  constructor(settings: Settings, sandbox: SandboxAuthority, afnor: AfnorFlows, none: UnconfiguredAuthority) {
    super();
    this.choice = adapterChoice('TAX_AUTHORITIES', settings.TAX_AUTHORITIES, names);
    this.adapters = { sandbox, afnor, none };
    const chosen = (country: string) => [this.choice(false, country), this.choice(true, country)];
    if (chosen(authorityCountries.SDI).includes('afnor'))
      throw new Error('TAX_AUTHORITIES: afnor serves France alone; write live.FR=afnor.');
    if (chosen(authorityCountries.PPF).includes('afnor')) afnor.checkSettings();
  }

  report(report: TaxReport): Promise<ReportOutcome> {
    return this.adapterOf(report).report(report);
  }

  outcome(report: ReportReference): Promise<ReportOutcome> {
    return this.adapterOf(report).outcome(report);
  }

  private adapterOf({ livemode, authority }: ReportReference): TaxAuthorityGateway {
    return this.adapters[this.choice(livemode, authorityCountries[authority])];
  }
}
