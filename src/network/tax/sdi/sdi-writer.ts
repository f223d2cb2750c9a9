import { each, element, group } from '../../../core/xml/xml-writer';
import { BuyerOutcome, sdiNamespace, SdiNotification, sdiRoots } from './sdi-notification';

/** Writes any message of SDI: the kinds share one order of elements, and each leaves out what it does not have. */
export function writeSdiNotification(notification: SdiNotification): string {
  const { kind, sdiId, outcome, recipient, archive } = notification;
  const isAnswer = kind === 'EC';
  const content = [
    element('IdentificativoSdI', sdiId),
    element('NomeFile', notification.fileName),
    element('DataOraRicezione', notification.receivedAt),
    element('DataOraConsegna', notification.deliveredAt),
    element('CodiceDestinatario', notification.recipientCode),
    element('Formato', notification.format),
    element('TentativiInvio', notification.deliveryAttempts),
    group('Destinatario', element('Codice', recipient?.code), element('Descrizione', recipient?.description)),
    group(
      'RiferimentoArchivio',
      element('IdentificativoSdI', archive?.sdiId),
      element('NomeFile', archive?.fileName),
    ),
    group('ListaErrori', each(notification.errors, writeError)),
    isAnswer && outcome ? writeAnswer(outcome) : '',
    outcome && !isAnswer ? writeOutcome(outcome) : '',
    element('Scarto', notification.refusal),
    element('Descrizione', notification.description),
    element('MessageId', notification.messageId),
    element('MessageIdCommittente', notification.buyerMessageId),
    element('Note', notification.note),
    element('HashFileOriginale', notification.fileHash),
  ];
  const bothSides = notification.servesBothSides ? ' IntermediarioConDupliceRuolo="Si"' : '';
  const root = `types:${sdiRoots[kind]}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns:types="${sdiNamespace}"${bothSides} versione="1.0">${content.join('')}</${root}>`;
}

function writeError({ code, description }: SdiNotification['errors'][number]): string {
  return group('Errore', element('Codice', code), element('Descrizione', description));
}

/** Within NE the answer is a document of its own, with a version. */
function writeOutcome(outcome: BuyerOutcome): string {
  const answer = writeAnswer(outcome);
  return `<EsitoCommittente versione="1.0">${element('IdentificativoSdI', outcome.sdiId)}${answer}</EsitoCommittente>`;
}

function writeAnswer({ invoice, answer, description, buyerMessageId }: BuyerOutcome): string {
  return [
    group(
      'RiferimentoFattura',
      element('NumeroFattura', invoice?.number),
      element('AnnoFattura', invoice?.year),
      element('PosizioneFattura', invoice?.position),
    ),
    element('Esito', answer),
    element('Descrizione', description),
    element('MessageIdCommittente', buyerMessageId),
  ].join('');
}
