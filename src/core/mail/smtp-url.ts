/** The URL when a mail server can be meant by it; throws one sentence otherwise, without the URL, which may hold a password. */
export function checkedSmtpUrl(text: string): string {
  if (!isSmtpUrl(text)) {
    throw new Error(
      'SMTP_URL must look like smtp://user:password@mail.example.com:587, or smtps:// for TLS.',
    );
  }
  return text;
}

function isSmtpUrl(text: string): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(text);
    decodeURIComponent(username + password);
    return (protocol === 'smtp:' || protocol === 'smtps:') && hostname !== '';
  } catch {
    return false;
  }
}
