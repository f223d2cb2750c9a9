import { existsSync, readFileSync } from 'node:fs';
import { sharedPath } from '../../../test/support/shared';
import { smlName } from './sml-name';

const shared = sharedPath('vectors/identifiers.json');
const published = ['9915:test', 'eh5boavaktmbgzyh2a63dz4qov33fvp5nsdvqklucfraayoodw6a'] as const;

/** The published vectors, where they are at hand. */
const vectors = existsSync(shared)
  ? (JSON.parse(readFileSync(shared, 'utf8')) as { sml: { vectors: Array<[string, string]> } }).sml.vectors
  : [published];

describe('smlName', () => {
  it.each([published, ...vectors])('names %s as the SML does', (participantId, hash) => {
    expect(smlName(participantId, 'sml.example.')).toBe(`${hash}.iso6523-actorid-upis.sml.example`);
  });

  it('gives every spelling of an id the same name', () => {
    expect(smlName('9925:BE0123456789', 'zone')).toBe(smlName('9925:be0123456789', 'zone'));
  });
});
