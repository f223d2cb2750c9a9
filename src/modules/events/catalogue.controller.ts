import { Controller, Get, Header, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Response } from 'express';
import { publicAccess } from '../../core/auth/access';
import { Endpoint } from '../../core/http/endpoint';
import { EventTypeListOutput, FixtureListOutput } from './catalogue.outputs';
import { CatalogueService } from './catalogue.service';
import { EventOutput } from './event.outputs';

/** It changes with a release, not before. */
const anHour = 'public, max-age=3600';
const CachedForAnHour = () => Header('Cache-Control', anHour);

@ApiTags('Events')
@Controller('exchange/v1')
export class CatalogueController {
  constructor(private readonly catalogue: CatalogueService) {}

  @Get('event-types')
  @CachedForAnHour()
  @Endpoint({
    access: publicAccess,
    summary: 'List the types of events',
    description: 'What each means, the JSON Schema of its body, and where to get a realistic one.',
    answer: EventTypeListOutput,
  })
  types(): EventTypeListOutput {
    return this.catalogue.types();
  }

  @Get('fixtures')
  @CachedForAnHour()
  @Endpoint({ access: publicAccess, summary: 'List the fixtures', answer: FixtureListOutput })
  fixtures(): FixtureListOutput {
    return this.catalogue.fixtures();
  }

  @Get('fixtures/:file')
  @Endpoint({
    access: publicAccess,
    summary: 'Download a fixture',
    description:
      'The body of a delivery, byte for byte as a webhook would get it: `document.received.json`, and so on for every type.',
    answer: EventOutput,
    errors: ['NOT_FOUND'],
  })
  fixture(@Param('file') file: string, @Res({ passthrough: true }) response: Response): StreamableFile {
    const fixture = this.catalogue.fixture(file);
    // Not by the decorator, which would have caches keep the refusal of a type that comes with the next release.
    response.setHeader('Cache-Control', anHour);
    return download(fixture, 'application/json', file);
  }

  @Get('fixtures.tar.gz')
  @CachedForAnHour()
  @Endpoint({
    access: publicAccess,
    summary: 'Download all fixtures',
    description: 'Every fixture, and every schema as `schemas/<type>.schema.json`.',
    mediaType: 'application/gzip',
  })
  async bundle(): Promise<StreamableFile> {
    return download(await this.catalogue.bundle(), 'application/gzip', 'fixtures.tar.gz');
  }
}

function download(bytes: Buffer, type: string, name: string): StreamableFile {
  const disposition = `attachment; filename="${name}"`;
  return new StreamableFile(bytes, { type, disposition, length: bytes.length });
}
