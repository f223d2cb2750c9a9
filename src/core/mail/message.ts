import { SendMailOptions } from 'nodemailer';
import { WaitingMail } from './mail';

export interface Sender {
  name: string;
  address: string;
}

const addressPattern = /^[^\s\p{Cc}@<>()[\]\\,;:"]{1,64}@[^\s\p{Cc}@<>()[\]\\,;:"]{1,255}$/u;

/** Whether it is one address and nothing else that a mail server could read into it. */
export function isAddress(text: string): boolean {
  return addressPattern.test(text);
}

/** A line break in a header would start another header, and one in a name another paragraph. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** Reads `Name <address>` or a bare address; throws one sentence when it is neither. */
export function readSender(text: string): Sender {
  const [, name = '', address] = /^(?:([^<>\p{Cc}]*)<([^<>]+)>)$/u.exec(text) ?? [text, '', text];
  if (!address || !isAddress(address)) {
    throw new Error(`MAIL_FROM is "${text}" but must look like: Flowie Exchange <no-reply@example.com>`);
  }
  return { name: name.trim(), address };
}

/** The same message at every try: its id and date are those of the mail, not of the try. */
export function messageOf(mail: WaitingMail, sender: Sender): SendMailOptions {
  const { id, recipients, unreached, subject, text, createdAt, senderName, replyTo } = mail;
  return {
    messageId: `<${id}@${sender.address.split('@')[1]}>`,
    date: createdAt,
    from: { ...sender, name: senderName ?? sender.name },
    ...(replyTo && { replyTo: { name: senderName ?? '', address: replyTo } }),
    to: recipients.filter(isAddress).map((address) => ({ name: '', address })),
    envelope: { from: sender.address, to: unreached },
    subject,
    text,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
