import { Injectable } from '@nestjs/common';
import { Settings } from '../../core/config/settings';
import { EventCatalogue } from '../../core/events/event-catalogue';
import { ApiError } from '../../core/http/api-error';
import { EventTypeListOutput, FixtureListOutput } from './catalogue.outputs';
import { fixtureBundle } from './fixture-bundle';

const bundleName = 'fixtures.tar.gz';

@Injectable()
export class CatalogueService {
  /** Packed once, at the first request: it depends on nothing but the code. */
  private packed?: Promise<Buffer>;

  constructor(
    private readonly catalogue: EventCatalogue,
    private readonly settings: Settings,
  ) {}

  types(): EventTypeListOutput {
    const data = this.catalogue.types.map(({ type, description, schema }) => ({
      type,
      description,
      schema,
      fixture: this.urlOf(`fixtures/${type}.json`),
    }));
    return { data };
  }

  fixtures(): FixtureListOutput {
    const data = this.catalogue.types.map(({ type }) => ({
      name: `${type}.json`,
      url: this.urlOf(`fixtures/${type}.json`),
    }));
    return { data, bundle: { name: bundleName, url: this.urlOf(bundleName) } };
  }

  fixture(file: string): Buffer {
    const found = this.catalogue.types.find(({ type }) => `${type}.json` === file);
    if (found) return found.fixture;
    const names = this.catalogue.types.map(({ type }) => type).join(', ');
    throw new ApiError('NOT_FOUND', {
      message: `There is no such fixture. Ask for <type>.json, where <type> is one of ${names}.`,
    });
  }

  bundle(): Promise<Buffer> {
    return (this.packed ??= fixtureBundle(this.catalogue.types));
  }

  private urlOf(path: string): string {
    return `${this.settings.PUBLIC_URL}/exchange/v1/${path}`;
  }
}
