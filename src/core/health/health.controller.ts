import { Controller, Get, Inject } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, HealthIndicatorService, TypeOrmHealthIndicator } from '@nestjs/terminus';
import { peerAccess } from '../auth/access';
import { rejectAfter } from '../clock/deadline';
import { ApiError } from '../http/api-error';
import { Endpoint } from '../http/endpoint';
import { JOB_QUEUE } from '../queue/queue.module';
import { WakeUpQueue } from '../queue/wake-up-queue';
import { Readiness } from './readiness';

class HealthOutput {
  @ApiProperty({
    description: '`ok` when everything answers; `degraded` when it does and work lags behind.',
    enum: ['ok', 'degraded'],
  })
  status: string;

  @ApiProperty({
    description: 'Each part and its state.',
    example: {
      database: { status: 'up' },
      redis: { status: 'up' },
      jobs: { status: 'up', oldestDueAgeSeconds: 0, due: 0 },
    },
    type: Object,
  })
  details: Record<string, unknown>;
}

const timeoutMilliseconds = 2_000;

@ApiTags('Health')
@Controller(['health', 'exchange/health'])
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: TypeOrmHealthIndicator,
    private readonly indicators: HealthIndicatorService,
    private readonly readinessParts: Readiness,
    @Inject(JOB_QUEUE) private readonly queue: WakeUpQueue,
  ) {}

  @Get('liveness')
  @Endpoint({ access: peerAccess, summary: 'Is the process alive?', answer: HealthOutput })
  liveness(): HealthOutput {
    return { status: 'ok', details: {} };
  }

  @Get('readiness')
  @Endpoint({
    access: peerAccess,
    summary: 'Can it do its work: do PostgreSQL and Redis answer, and does it keep up?',
    answer: HealthOutput,
    errors: ['UPSTREAM_UNAVAILABLE'],
  })
  async readiness(): Promise<HealthOutput> {
    try {
      const { status, details } = await this.health.check([
        () => this.database.pingCheck('database', { timeout: timeoutMilliseconds }),
        () => this.redis(),
      ]);
      const parts = await this.readinessParts.check();
      const behind = Object.values(parts).some((part) => part.status !== 'up');
      return { status: behind ? 'degraded' : status, details: { ...details, ...parts } };
    } catch (error) {
      throw new ApiError('UPSTREAM_UNAVAILABLE', { message: 'Not ready.', more: { parts: partsOf(error) } });
    }
  }

  private async redis() {
    const indicator = this.indicators.check('redis');
    try {
      await Promise.race([this.queue.ping(), rejectAfter(timeoutMilliseconds)]);
      return indicator.up();
    } catch {
      return indicator.down();
    }
  }
}

/** Only which part is up or down: the causes may name hosts. */
function partsOf(error: unknown): Record<string, string> {
  const details =
    (error as { response?: { details?: Record<string, { status: string }> } }).response?.details ?? {};
  return Object.fromEntries(Object.entries(details).map(([part, { status }]) => [part, status]));
}
