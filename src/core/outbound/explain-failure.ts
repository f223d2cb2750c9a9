import { CallFailure } from './call-failure';

const notHttp = 'the answer is not valid HTTP';

/** Plain words for what keeps a call from being answered, by the error's code. */
const explanations: Record<string, string> = {
  ENOTFOUND: 'DNS name not found',
  EAI_AGAIN: 'DNS lookup failed; the name server did not answer',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by the receiver',
  EPIPE: 'connection closed by the receiver',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'timed out while connecting',
  ERR_INVALID_URL: 'not a valid URL',
  UND_ERR_INVALID_ARG: 'the request is not valid HTTP',
  UND_ERR_HEADERS_OVERFLOW: 'answer headers too large',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is not as long as its Content-Length',
  UND_ERR_DESTROYED: 'ended, because this service stops',
  CERT_HAS_EXPIRED: 'a TLS certificate of the issuers expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'TLS certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'TLS certificate chain ends in a self-signed certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'TLS certificate chain is incomplete',
  UNABLE_TO_GET_ISSUER_CERT: 'TLS certificate chain is incomplete',
  CERT_SIGNATURE_FAILURE: 'TLS certificate is not signed by its issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'TLS certificate is of an issuer that is not trusted',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the receiver does not speak TLS on this port',
  EPROTO: 'TLS handshake failed',
};

/** `answering`: the status had come already. */
export function explainFailure(error: unknown, answering = false): string {
  if (error instanceof CallFailure) return error.message;
  const { name, code = '', message } = error as { name?: string; code?: string; message?: string };
  if (name === 'HTTPParserError') return notHttp;
  if (code === 'UND_ERR_SOCKET') return explainClosing(message, answering);
  const explanation = explanations[code] ?? explainFamily(code);
  return answering && code === 'ECONNRESET' ? `${explanation} in the middle of its answer` : explanation;
}

function explainFamily(code: string): string {
  if (code.startsWith('ERR_SSL_')) return 'TLS handshake failed';
  return code ? `call failed (${code})` : 'call failed';
}

/** One code for a socket that ended early, and for an answer that upgrades or continues what nobody asked to. */
function explainClosing(message: string | undefined, answering: boolean): string {
  if (message?.startsWith('bad ')) return notHttp;
  return `connection closed by the receiver ${answering ? 'in the middle of its answer' : 'before it answered'}`;
}
