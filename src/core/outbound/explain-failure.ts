/** Plain words for what keeps a call from being answered, by the error's code. */
const explanations: Record<string, string> = {
  ERR_ADDRESS_REFUSED: 'address not allowed',
  ENOTFOUND: 'DNS name not found',
  EAI_AGAIN: 'DNS lookup failed; the name server did not answer',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by the receiver',
  EPIPE: 'connection closed by the receiver',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  UND_ERR_CONNECT_TIMEOUT: 'timed out while connecting',
  UND_ERR_HEADERS_TIMEOUT: 'timed out',
  UND_ERR_BODY_TIMEOUT: 'timed out',
  UND_ERR_ABORTED: 'timed out',
  UND_ERR_SOCKET: 'connection closed by the receiver before it answered',
  CERT_HAS_EXPIRED: 'TLS certificate expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'TLS certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'TLS certificate chain ends in a self-signed certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'TLS certificate chain is incomplete',
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS certificate is for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the receiver does not speak TLS on this port',
  EPROTO: 'TLS handshake failed',
};

export function explainFailure(error: unknown): string {
  const { code, name, cause } = error as { code?: string; name?: string; cause?: unknown };
  if (code && explanations[code]) return explanations[code];
  if (name === 'AbortError' || name === 'RequestAbortedError') return 'timed out';
  if (code?.startsWith('HPE_')) return 'the answer is not valid HTTP';
  if (cause) return explainFailure(cause);
  return code ? `call failed (${code})` : 'call failed';
}
