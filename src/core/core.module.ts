import { Module } from '@nestjs/common';
import { AuditLogModule } from './audit/audit.module';
import { AuthModule } from './auth/auth.module';
import { AppearanceModule } from './branding/appearance.module';
import { ClockModule } from './clock/clock.module';
import { ConfigModule } from './config/config.module';
import { CryptoModule } from './crypto/crypto.module';
import { DatabaseModule } from './database/database.module';
import { EventLogModule } from './events/events.module';
import { HealthModule } from './health/health.module';
import { HttpModule } from './http/http.module';
import { IdempotencyModule } from './idempotency/idempotency.module';
import { JobsModule } from './jobs/jobs.module';
import { MailModule } from './mail/mail.module';
import { LoggingModule } from './observability/logging.module';
import { MetricsModule } from './observability/metrics.module';
import { OutboundModule } from './outbound/outbound.module';
import { QueueModule } from './queue/queue.module';

/** Everything that knows no domain. */
@Module({
  imports: [
    ConfigModule,
    ClockModule,
    LoggingModule,
    MetricsModule,
    CryptoModule,
    DatabaseModule,
    QueueModule,
    EventLogModule,
    AuditLogModule,
    JobsModule,
    AppearanceModule,
    MailModule,
    OutboundModule,
    HttpModule,
    IdempotencyModule,
    AuthModule,
    HealthModule,
  ],
})
export class CoreModule {}
