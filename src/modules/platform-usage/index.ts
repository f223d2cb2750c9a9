export { PlatformUsageModule } from './platform-usage.module';
export { Plans } from './quota/plans';
export type { Plan } from './quota/plans';
export { QuotaStanding } from './quota/quota-standing';
export type { Burn } from './quota/quota-standing';
