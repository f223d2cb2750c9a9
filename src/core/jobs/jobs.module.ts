import { Global, Module } from '@nestjs/common';
import { JobBacklog } from './job-backlog';
import { JobRunner } from './job-runner';
import { JobsRepository } from './jobs.repository';
import { JobsService } from './jobs.service';

@Global()
@Module({
  providers: [JobsRepository, JobsService, JobRunner, JobBacklog],
  exports: [JobsService, JobRunner],
})
export class JobsModule {}
