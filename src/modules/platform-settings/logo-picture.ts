/** Room for a logo on a page or a screen of any density, in pixels. */
const largest = { width: 720, height: 176 };
/** More would take the memory of the server while it is read. */
const limitInputPixels = 30_000_000;

/** The logo as a PNG of a size that every page has room for; undefined when it cannot be read. Of a moving picture, its first. */
export async function pictureOf(bytes: Buffer): Promise<Buffer | undefined> {
  // Loaded when first needed: it is large, and few processes look at a logo.
  const { default: sharp } = await import('sharp');
  try {
    return await sharp(bytes, { limitInputPixels })
      .resize({ ...largest, fit: 'inside' })
      .png()
      .toBuffer();
  } catch {
    return undefined;
  }
}
