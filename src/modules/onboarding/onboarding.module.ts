import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys';
import { CompaniesModule } from '../companies';
import { WebhooksModule } from '../webhooks';
import { BatchController } from './batch.controller';
import { BatchService } from './batch.service';
import { OnboardingController } from './onboarding.controller';
import { OnboardingService } from './onboarding.service';

/** Composition alone: it owns no table, and nobody imports it. */
@Module({
  imports: [CompaniesModule, WebhooksModule, ApiKeysModule],
  controllers: [OnboardingController, BatchController],
  providers: [OnboardingService, BatchService],
})
export class OnboardingModule {}
