import { Controller, Get, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Response } from 'express';
import { peerAccess, SetAccess } from '../auth/access';
import { Metrics } from './metrics';
import { MetricsAccess } from './metrics-access';

/** For Prometheus; no part of the API. Public to the guards of keys and sessions, with a guard of its own. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @SetAccess(peerAccess)
  @UseGuards(MetricsAccess)
  async scrape(@Res({ passthrough: true }) response: Response): Promise<string> {
    response.type(this.metrics.contentType);
    return this.metrics.text();
  }
}
