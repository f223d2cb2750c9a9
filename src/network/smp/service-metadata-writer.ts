import { each, element, escapeXml, group } from '../../core/xml/xml-writer';
import { MessageKind } from '../network-gateway.port';
import { AccessPoint } from './access-point-settings';
import { participantIdentifier, splitIdentifier, writeParticipant } from './participant-identifier';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespaces = [
  'xmlns:smp="http://busdox.org/serviceMetadata/publishing/1.0/"',
  'xmlns:id="http://busdox.org/transport/identifiers/1.0/"',
  'xmlns:wsa="http://www.w3.org/2005/08/addressing"',
].join(' ');

interface Published {
  participantId: string;
  kind: MessageKind;
  accessPoint: AccessPoint;
  technicalContact: string;
}

/** What a participant can receive: one address for each document type, below that of the SMP. */
export function writeServiceGroup(participantId: string, documentTypes: string[], smpUrl: string): string {
  const services = `${smpUrl}/${encodeURIComponent(writeParticipant(participantId))}/services`;
  const references = each(
    documentTypes,
    (type) =>
      `<smp:ServiceMetadataReference href="${escapeXml(`${services}/${encodeURIComponent(type)}`)}"/>`,
  );
  const collection = `<smp:ServiceMetadataReferenceCollection>${references}</smp:ServiceMetadataReferenceCollection>`;
  return `${declaration}<smp:ServiceGroup ${namespaces}>${participant(participantId)}${collection}</smp:ServiceGroup>`;
}

/** Where a participant receives one document type; still to be signed when wrapped. */
export function writeServiceMetadata(published: Published): string {
  return `${declaration}<smp:ServiceMetadata ${namespaces}>${information(published)}</smp:ServiceMetadata>`;
}

export function writeUnsignedMetadata(published: Published): string {
  const metadata = group('smp:ServiceMetadata', information(published));
  return `${declaration}<smp:SignedServiceMetadata ${namespaces}>${metadata}</smp:SignedServiceMetadata>`;
}

function information({ participantId, kind, accessPoint, technicalContact }: Published): string {
  return group(
    'smp:ServiceInformation',
    participant(participantId),
    identifier('id:DocumentIdentifier', kind.documentType),
    group(
      'smp:ProcessList',
      group(
        'smp:Process',
        identifier('id:ProcessIdentifier', kind.process),
        group('smp:ServiceEndpointList', endpoint(accessPoint, technicalContact)),
      ),
    ),
  );
}

function endpoint({ url, certificate, transportProfile }: AccessPoint, technicalContact: string): string {
  const parts = [
    group('wsa:EndpointReference', element('wsa:Address', url)),
    element('smp:RequireBusinessLevelSignature', 'false'),
    element('smp:Certificate', certificate.raw.toString('base64')),
    element('smp:ServiceDescription', 'Flowie Exchange'),
    element('smp:TechnicalContactUrl', technicalContact),
  ];
  return `<smp:Endpoint transportProfile="${escapeXml(transportProfile)}">${parts.join('')}</smp:Endpoint>`;
}

function participant(participantId: string): string {
  const { scheme, value } = participantIdentifier(participantId);
  return element('id:ParticipantIdentifier', value, { scheme });
}

function identifier(name: string, text: string): string {
  const { scheme, value } = splitIdentifier(text)!;
  return element(name, value, { scheme });
}
