export { AccountsModule } from './accounts.module';
export { AccountsService } from './accounts.service';
export type { Organization } from './accounts.service';
