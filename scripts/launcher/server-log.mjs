import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { shown } from './progress.mjs';

const largest = 20_000_000;
const mostRead = 64_000;
const tellsWhy = /FATAL|PANIC|ERROR|error|fatal|[Cc]an't|[Cc]annot|[Cc]ould not/;

/**
 * A server's log, to which each of its starts appends.
 * @param {string} file
 */
export function openServerLog(file) {
  if (sizeOf(file) > largest) renameSync(file, `${file}.1`);
  const descriptor = openSync(file, 'a');
  const before = sizeOf(file);
  return {
    descriptor,
    close: () => closeSync(descriptor),
    /** The end of a sentence: what the server said last, or why it gave up. */
    lastWords() {
      const lines = readFrom(file, before).trim().split('\n').filter(Boolean);
      const words = lines.findLast((line) => tellsWhy.test(line)) ?? lines.at(-1);
      return words
        ? `; its log ${shown(file)} says: ${words.trim()}`
        : `; its log ${shown(file)} says nothing.`;
    },
  };
}

const sizeOf = (file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function readFrom(file, start) {
  const size = sizeOf(file);
  const buffer = Buffer.alloc(Math.min(Math.max(size - start, 0), mostRead));
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString();
  } finally {
    closeSync(descriptor);
  }
}
