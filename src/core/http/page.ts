import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ApiError } from './api-error';
import { TextField, WholeField } from './fields';

/** A query parameter that may be repeated, and comes as a text when it is there once. */
export const toList = Transform(({ value }) => (typeof value === 'string' ? [value] : (value as unknown)));

/** The query of every list. */
export class PageQuery {
  @WholeField({
    description: 'Entries a page.',
    example: 50,
    minimum: 1,
    maximum: 100,
    query: true,
    optional: true,
  })
  limit: number = 50;

  @TextField({
    description: 'Where to go on: `nextCursor` of the page before.',
    maxLength: 500,
    optional: true,
  })
  cursor?: string;
}

/** Members that every page of a list has beside `data`. */
export abstract class PageOutput {
  @ApiProperty({ description: 'Whether there is another page.' })
  hasMore: boolean;

  @ApiProperty({
    description: 'Pass it as `cursor` for the next page.',
    type: String,
    nullable: true,
    example: 'WyJkb2NfMDFIWSJd',
  })
  nextCursor: string | null;
}

export interface Page<Item> {
  data: Item[];
  hasMore: boolean;
  nextCursor: string | null;
}

/** Cuts the one row too many that a repository reads (`limit + 1`) to see whether more follow. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  position: (row: Row) => string[],
  output: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const hasMore = rows.length > limit;
  return {
    data: shown.map(output),
    hasMore,
    nextCursor: hasMore ? encodeCursor(position(shown.at(-1)!)) : null,
  };
}

export function encodeCursor(position: string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position that a cursor stands for; INVALID_CURSOR unless every part has the shape this list gives. */
export function decodeCursor(cursor: string | undefined, ...shapes: RegExp[]): string[] | undefined {
  if (cursor === undefined) return undefined;
  const parts = parse(cursor);
  const fits =
    Array.isArray(parts) &&
    parts.length === shapes.length &&
    shapes.every((shape, at) => shape.test(String(parts[at])));
  if (!fits) throw new ApiError('INVALID_CURSOR');
  return parts as string[];
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
