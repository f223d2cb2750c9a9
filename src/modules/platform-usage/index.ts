export { PlatformUsageModule } from './platform-usage.module';
export { Plans } from './quota/plans';
export type { Plan } from './quota/plans.repository';
