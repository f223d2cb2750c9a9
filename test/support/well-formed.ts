import { spawnSync } from 'node:child_process';

/** Fails when xmllint finds that it is no well-formed XML; where there is no xmllint, it says so. */
export function expectWellFormed(xml: string): void {
  const { error, status, stderr } = spawnSync('xmllint', ['--noout', '-'], { input: xml, encoding: 'utf8' });
  if (error && 'code' in error && error.code === 'ENOENT')
    return console.warn('not checked: xmllint is not installed');
  expect({ status, complaint: stderr }).toEqual({ status: 0, complaint: '' });
}
