import { Controller, Get, Header, Param, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { peerAccess, SetAccess } from '../../core/auth/access';
import { SmpErrorFilter } from './smp-error.filter';
import { SmpPublisher } from './smp-publisher';

const xml = 'text/xml; charset=utf-8';

/** Peppol SMP 1.x, for access points anywhere; no part of our API. */
@ApiExcludeController()
@Controller('smp')
@UseFilters(SmpErrorFilter)
export class SmpController {
  constructor(private readonly publisher: SmpPublisher) {}

  @Get(':participant')
  @SetAccess(peerAccess)
  @Header('Content-Type', xml)
  serviceGroup(@Param('participant') participant: string): Promise<string> {
    return this.publisher.serviceGroup(participant);
  }

  @Get(':participant/services/:documentType')
  @SetAccess(peerAccess)
  @Header('Content-Type', xml)
  serviceMetadata(
    @Param('participant') participant: string,
    @Param('documentType') documentType: string,
  ): Promise<string> {
    return this.publisher.signedMetadata(participant, documentType);
  }
}
