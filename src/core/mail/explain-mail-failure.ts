import { NodemailerError } from 'nodemailer';

const causes: Record<string, string> = {
  EAUTH: 'the mail server refused the user name or the password',
  EDNS: 'the mail server cannot be reached',
  ESOCKET: 'the mail server cannot be reached',
  ECONNECTION: 'the mail server closed the connection',
  ETIMEDOUT: 'the mail server did not answer in time',
  EABORT: 'the mail server did not answer in time',
  ETLS: 'no secure connection to the mail server came about',
};

/** Whether the server refused the message itself, and would do so again. A refused password may be put right meanwhile. */
export function isFinal(error: NodemailerError): boolean {
  return error.permanent === true && isRefusal(error);
}

/** Why a mail did not go out, for the operator who reads it in the row or in the log. */
export function explainMailFailure(error: NodemailerError): string {
  const { code = '', recipient = 'the message', response, message } = error;
  const cause = isRefusal(error) ? `the mail server refused ${recipient}` : causes[code];
  return `${cause ?? 'the mail could not be sent'}: ${response ?? message}`;
}

function isRefusal({ code }: NodemailerError): boolean {
  return code === 'EENVELOPE' || code === 'EMESSAGE';
}
