import PDFDocument from 'pdfkit';

/** Points, 72 to an inch. */
export const margin = 48;
const bottom = 72;
const lineGap = 1.5;
/** What is longer does not fit on a page and is cut short; the original has it all. */
const tallest = 600;
const faces = {
  regular: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
};

export interface Style {
  face?: keyof typeof faces;
  /** In points. */
  size?: number;
  color?: string;
  align?: 'left' | 'right';
}

/** The page being written, from top to bottom; a new one begins where the next piece does not fit. */
export class Sheet {
  readonly pdf: PDFKit.PDFDocument;
  readonly width: number;
  y = margin;

  /** `startPage` is called for each page that follows the first, to repeat what stands at its head. */
  startPage?: () => void;

  constructor(information: { Title: string; Author: string; CreationDate: Date }) {
    this.pdf = new PDFDocument({ size: 'A4', margin: 0, bufferPages: true, info: information, lang: 'en' });
    for (const [name, file] of Object.entries(faces)) this.pdf.registerFont(name, file);
    this.width = this.pdf.page.width - 2 * margin;
  }

  /** Begins a new page unless that much still fits on this one. */
  need(height: number): void {
    if (this.y + height <= this.pdf.page.height - bottom || this.y === margin) return;
    this.pdf.addPage();
    this.y = margin;
    this.startPage?.();
  }

  /** Writes at the current height, from `left` within the margins, and stays there; tells how high the text is. */
  put(text: string, left: number, width: number, style: Style = {}): number {
    const { color = '#1a1a1a', align = 'left' } = style;
    const height = this.heightOf(text, width, style);
    const options = { width, align, lineGap, height: tallest, ellipsis: true };
    this.pdf.fillColor(color).text(this.ready(text, style), margin + left, this.y, options);
    return height;
  }

  heightOf(text: string, width: number, style: Style = {}): number {
    return Math.min(this.pdf.heightOfString(this.ready(text, style), { width, lineGap }), tallest);
  }

  /** Writes over the whole width and goes on below, on as many pages as it takes. */
  paragraph(text: string, style: Style = {}): void {
    for (const piece of text.match(/[^]{1,1000}(?:\s|$)|[^]{1,1000}/g) ?? []) {
      this.need(this.heightOf(piece, this.width, style));
      this.y += this.put(piece, 0, this.width, style) + 2;
    }
  }

  rule(color = '#c8c8c8', thickness = 0.5): void {
    this.pdf
      .moveTo(margin, this.y)
      .lineTo(margin + this.width, this.y)
      .lineWidth(thickness)
      .strokeColor(color)
      .stroke();
  }

  private ready(text: string, { face = 'regular', size = 8.5 }: Style): string {
    this.pdf.font(face).fontSize(size);
    return text.replace(/\r\n?/g, '\n').replace(/[^\P{C}\n]/gu, ' ');
  }
}
