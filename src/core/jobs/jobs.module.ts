import { Global, Module } from '@nestjs/common';
import { JobRunner } from './job-runner';
import { JobsRepository } from './jobs.repository';
import { JobsService } from './jobs.service';

@Global()
@Module({ providers: [JobsRepository, JobsService, JobRunner], exports: [JobsService, JobRunner] })
export class JobsModule {}
