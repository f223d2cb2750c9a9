import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts';
import { ApiKeysModule } from '../api-keys';
import { CompaniesModule } from '../companies';
import { ExpiredSandboxes } from './expired-sandboxes';
import { SandboxController } from './sandbox.controller';
import { SandboxRepository } from './sandbox.repository';
import { SandboxService } from './sandbox.service';

/** Composition, like onboarding: organizations, companies and keys are made by their own modules, and nobody imports it. */
@Module({
  imports: [AccountsModule, CompaniesModule, ApiKeysModule],
  controllers: [SandboxController],
  providers: [SandboxRepository, SandboxService, ExpiredSandboxes],
})
export class SandboxModule {}
