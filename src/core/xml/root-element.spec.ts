import { rootElementOf } from './root-element';

const root = (text: string) => rootElementOf(Buffer.from(text));

describe('rootElementOf', () => {
  it('names the root, whatever its prefix and whatever stands before and behind it', () => {
    expect(root('<Invoice xmlns="urn:x">')).toBe('Invoice');
    expect(root('\uFEFF<?xml version="1.0"?><!-- <Other/> --><a:Response xmlns:a="urn:x"/>')).toBe(
      'Response',
    );
    expect(root('<Invoice><broken')).toBe('Invoice');
  });

  it('knows none where there is none', () => {
    for (const text of ['', 'hello', '<!DOCTYPE x><x/>', '<', '{"a":1}']) expect(root(text)).toBeUndefined();
  });
});
