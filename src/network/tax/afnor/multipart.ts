/** One part of a form. */
interface Part {
  name: string;
  fileName?: string;
  mediaType: string;
  bytes: Buffer;
}

/** A multipart/form-data body whose parts keep their media types, which FormData gives to files alone. */
export function multipart(boundary: string, parts: Part[]): Buffer {
  const chunks = parts.flatMap(({ name, fileName, mediaType, bytes }) => {
    const file = fileName ? `; filename="${fileName.replaceAll('"', '%22')}"` : '';
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\nContent-Type: ${mediaType}\r\n\r\n`;
    return [Buffer.from(head), bytes, Buffer.from('\r\n')];
  });
  return Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]);
}
