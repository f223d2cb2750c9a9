import { find, findAll, parseXml, textAt, UnreadableDocument, XmlNode } from '../../core/xml/xml-tree';

const publishing = 'http://busdox.org/serviceMetadata/publishing/1.0/';

export interface PublishedEndpoint {
  transportProfile: string;
  url: string;
  /** DER in base64, or a PEM: SMPs write both. */
  certificate: string;
  from?: string;
  until?: string;
}

/** Service metadata: either where to look instead, or what a participant receives where. */
export interface ServiceMetadata {
  redirect?: { url: string; certificateUid: string };
  participantId: string;
  /** As `scheme::value`. */
  documentType: string;
  endpoints: Array<PublishedEndpoint & { process: string }>;
}

/** The document types of a service group. Throws UnreadableDocument. */
export function readServiceGroup(xml: Buffer): { participantId: string; documentTypes: string[] } {
  const root = rootOf(xml, 'ServiceGroup');
  const references = findAll(find(root, 'ServiceMetadataReferenceCollection'), 'ServiceMetadataReference');
  const types = references.map(({ attributes }) => documentTypeOf(attributes.href ?? ''));
  return {
    participantId: participantOf(root),
    documentTypes: types.filter((type): type is string => type !== undefined),
  };
}

/** Of signed service metadata, only what the signature covers may be given here. Throws UnreadableDocument. */
export function readServiceMetadata(xml: Buffer): ServiceMetadata {
  const metadata = find(rootOf(xml, 'SignedServiceMetadata'), 'ServiceMetadata');
  const redirect = find(metadata, 'Redirect');
  const information = find(metadata, 'ServiceInformation');
  if (!redirect && !information)
    throw new UnreadableDocument('It has neither ServiceInformation nor Redirect.');
  return {
    redirect: redirect && {
      url: redirect.attributes.href ?? '',
      certificateUid: textAt(redirect, 'CertificateUID') ?? '',
    },
    participantId: participantOf(information),
    documentType: identifierOf(find(information, 'DocumentIdentifier')),
    endpoints: findAll(find(information, 'ProcessList'), 'Process').flatMap(endpointsOf),
  };
}

function endpointsOf(process: XmlNode): Array<PublishedEndpoint & { process: string }> {
  return findAll(find(process, 'ServiceEndpointList'), 'Endpoint').map((endpoint) => ({
    process: identifierOf(find(process, 'ProcessIdentifier')),
    transportProfile: endpoint.attributes.transportProfile ?? '',
    url: textAt(endpoint, 'EndpointReference/Address') ?? '',
    certificate: textAt(endpoint, 'Certificate') ?? '',
    from: textAt(endpoint, 'ServiceActivationDate'),
    until: textAt(endpoint, 'ServiceExpirationDate'),
  }));
}

function rootOf(xml: Buffer, name: string): XmlNode {
  const root = parseXml(xml);
  if (root.name === name && root.namespace === publishing) return root;
  throw new UnreadableDocument(`It is no ${name} but ${root.name}.`);
}

function participantOf(node: XmlNode | undefined): string {
  return (textAt(node, 'ParticipantIdentifier') ?? '').toLowerCase();
}

function identifierOf(node: XmlNode | undefined): string {
  return `${node?.attributes.scheme ?? ''}::${node?.text.trim() ?? ''}`;
}

/** An address of service metadata ends in its document type. */
function documentTypeOf(href: string): string | undefined {
  try {
    const type = /\/services\/([^/?]+)$/.exec(href)?.[1];
    return type && decodeURIComponent(type);
  } catch {
    return undefined;
  }
}
