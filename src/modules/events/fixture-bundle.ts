import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { PublishedEventType } from '../../core/events/event-catalogue';

const readme = `Fixtures of Flowie Exchange

<type>.json                  the body of a webhook delivery of that type, byte for byte as it would arrive
schemas/<type>.schema.json   JSON Schema (2020-12) of such a body

Feed the bodies to your handler. Signatures are made for each delivery and are not in here: sign a body with your test secret, as
X-Flowie-Signature is described in the documentation, to try your verification.
`;

/** The same catalogue gives the same bytes, so that a consumer sees in a checksum whether anything changed. */
export async function fixtureBundle(types: readonly PublishedEventType[]): Promise<Buffer> {
  const files: Array<[string, string | Buffer]> = types.flatMap(({ type, schema, fixture }) => [
    [`${type}.json`, fixture],
    [`schemas/${type}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`],
  ]);
  files.push(['README.txt', readme]);
  const archive = pack();
  for (const [name, content] of files.sort(([left], [right]) => (left < right ? -1 : 1)))
    archive.entry({ name, mode: 0o644, mtime: new Date(0) }, content);
  archive.finalize();
  return promisify(gzip)(await buffer(archive), { level: 9 });
}
