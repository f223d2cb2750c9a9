import { Response } from 'express';
import { sendStream } from '../../core/http/send-stream';
import { auditLine, auditTitles } from './audit-csv';
import { AuditRecordOutput } from './audit.outputs';

interface Shape {
  fileName: string;
  titles: string;
  line: (record: AuditRecordOutput) => string;
}

/** What the log is exported as, by the media type that the client accepts. */
export const exportShapes: Readonly<Record<string, Shape>> = {
  'application/x-ndjson': {
    fileName: 'audit.ndjson',
    titles: '',
    line: (record) => `${JSON.stringify(record)}\n`,
  },
  'text/csv': { fileName: 'audit.csv', titles: auditTitles, line: auditLine },
};

/** The first portion is read before anything is sent, so that what fails at once is answered as an error. */
export async function sendExport(
  response: Response,
  mediaType: string,
  portions: AsyncGenerator<AuditRecordOutput[]>,
): Promise<void> {
  const { fileName, titles, line } = exportShapes[mediaType]!;
  const first = await portions.next();
  const texts = async function* () {
    yield titles + (first.value as AuditRecordOutput[]).map(line).join('');
    for await (const records of portions) yield records.map(line).join('');
  };
  response.setHeader('Content-Disposition', `attachment; filename="${fileName}"`);
  await sendStream(response, mediaType, texts());
}
