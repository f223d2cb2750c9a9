import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { encodeTime } from 'ulid';
import { EventCatalogue, PublishedEventType } from '../../core/events/event-catalogue';
import { apiVersion, envelopeBytes, NewEvent } from '../../core/events/event-log';
import { eventCatalogue, EventType, eventTypes } from './catalogue';
import { EventDefinition } from './event-members';
import { constant, exampleOf, flag, identifier, instant, record } from './schema-words';

const fixtureTime = new Date('2026-04-25T10:05:08.000Z');

/** The catalogue as consumers get it: schemas of whole envelopes, and bodies as deliveries carry them. */
@Injectable()
export class PublishedCatalogue extends EventCatalogue {
  readonly types: readonly PublishedEventType[] = eventTypes.map((type) => ({
    type,
    description: eventCatalogue[type].description,
    schema: envelopeSchema(type),
    fixture: fixtureOf(type),
  }));
}

function envelopeSchema(type: EventType): Record<string, unknown> {
  const { description, data }: EventDefinition = eventCatalogue[type];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: type,
    ...record(`${description} More members may be added: ignore those that you do not know.`, {
      id: identifier('evt', 'Stays the same over all attempts and resends; dedupe on it.'),
      type: constant(type, 'What happened.'),
      livemode: flag('False for everything that test keys do.', true),
      createdAt: instant('When it happened.'),
      apiVersion: constant(apiVersion, 'Version of the payload.'),
      data,
    }),
  };
}

function fixtureOf(type: EventType): Buffer {
  const { company, ...data } = exampleOf(eventCatalogue[type].data) as Pick<NewEvent, 'company' | 'data'> &
    Record<string, unknown>;
  return envelopeBytes({ type, livemode: true, company, data }, fixtureId(type), fixtureTime);
}

/** Each its own, or whoever dedupes on ids would take in one fixture only; and the same today and tomorrow. */
function fixtureId(type: EventType): string {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const digest = createHash('sha256').update(type).digest().subarray(0, 16);
  return `evt_${encodeTime(fixtureTime.getTime())}${Array.from(digest, (byte) => digits[byte % 32]).join('')}`;
}
