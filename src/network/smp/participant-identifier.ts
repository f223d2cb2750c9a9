const scheme = 'iso6523-actorid-upis';
const written = new RegExp(`^${scheme}::(\\d{4}:[!-~]{1,130})$`, 'i');

/** An id as the network's REST and XML name it. Lower case, since participants compare without regard to it. */
export function participantIdentifier(participantId: string): { scheme: string; value: string } {
  return { scheme, value: participantId.toLowerCase() };
}

/** Such as `iso6523-actorid-upis::0208:0123456789`. */
export function writeParticipant(participantId: string): string {
  return `${scheme}::${participantId.toLowerCase()}`;
}

/** `scheme:value` of what somebody wrote in full, in lower case; nothing when it is not of that form. */
export function readParticipant(text: string): string | undefined {
  return written.exec(text)?.[1]?.toLowerCase();
}

/** The two halves of `scheme::value`, as document types and processes are written. */
export function splitIdentifier(text: string): { scheme: string; value: string } | undefined {
  const at = text.indexOf('::');
  return at > 0 ? { scheme: text.slice(0, at), value: text.slice(at + 2) } : undefined;
}
