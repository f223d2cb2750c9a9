import { find, findAll, parseXml, textAt, UnreadableDocument, XmlNode } from '../../../core/xml/xml-tree';
import {
  BuyerOutcome,
  SdiAnswer,
  SdiKind,
  sdiNamespace,
  SdiNotification,
  sdiRoots,
} from './sdi-notification';

const kindByRoot = new Map(Object.entries(sdiRoots).map(([kind, root]) => [root as string, kind as SdiKind]));

/** Reads any message of SDI. Throws UnreadableDocument. */
export function readSdiNotification(bytes: Buffer): SdiNotification {
  const root = parseXml(bytes);
  const kind = kindByRoot.get(root.name);
  if (!kind || root.namespace !== sdiNamespace)
    throw new UnreadableDocument(
      `The XML is no message of SDI: its root is ${root.name} in "${root.namespace}".`,
    );
  const outcomeNode = kind === 'EC' ? root : find(root, 'EsitoCommittente');
  const isAnswer = kind === 'EC';
  return {
    kind,
    sdiId: required(root, 'IdentificativoSdI'),
    fileName: textAt(root, 'NomeFile'),
    receivedAt: textAt(root, 'DataOraRicezione'),
    deliveredAt: textAt(root, 'DataOraConsegna'),
    recipientCode: textAt(root, 'CodiceDestinatario'),
    format: textAt(root, 'Formato'),
    deliveryAttempts: textAt(root, 'TentativiInvio'),
    recipient: recipientOf(root),
    archive: archiveOf(root),
    errors: findAll(find(root, 'ListaErrori'), 'Errore').map((error) => ({
      code: required(error, 'Codice'),
      description: textAt(error, 'Descrizione') ?? '',
    })),
    outcome: outcomeNode && outcomeOf(outcomeNode),
    refusal: textAt(root, 'Scarto'),
    // In an answer these belong to its outcome.
    description: isAnswer ? undefined : textAt(root, 'Descrizione'),
    messageId: textAt(root, 'MessageId'),
    buyerMessageId: isAnswer ? undefined : textAt(root, 'MessageIdCommittente'),
    note: textAt(root, 'Note'),
    fileHash: textAt(root, 'HashFileOriginale'),
    servesBothSides: root.attributes.IntermediarioConDupliceRuolo === 'Si',
  };
}

function recipientOf(root: XmlNode): SdiNotification['recipient'] {
  const node = find(root, 'Destinatario');
  return node && { code: required(node, 'Codice'), description: textAt(node, 'Descrizione') ?? '' };
}

function archiveOf(root: XmlNode): SdiNotification['archive'] {
  const node = find(root, 'RiferimentoArchivio');
  return node && { sdiId: required(node, 'IdentificativoSdI'), fileName: required(node, 'NomeFile') };
}

function outcomeOf(node: XmlNode): BuyerOutcome {
  const reference = find(node, 'RiferimentoFattura');
  const answer = required(node, 'Esito');
  if (answer !== 'EC01' && answer !== 'EC02')
    throw new UnreadableDocument(`The Esito "${answer}" is neither EC01 nor EC02.`);
  return {
    sdiId: required(node, 'IdentificativoSdI'),
    invoice: reference && {
      number: required(reference, 'NumeroFattura'),
      year: required(reference, 'AnnoFattura'),
      position: textAt(reference, 'PosizioneFattura'),
    },
    answer: answer satisfies SdiAnswer,
    description: textAt(node, 'Descrizione'),
    buyerMessageId: textAt(node, 'MessageIdCommittente'),
  };
}

function required(node: XmlNode, name: string): string {
  const text = textAt(node, name);
  if (!text) throw new UnreadableDocument(`${node.name} has no ${name}.`);
  return text;
}
