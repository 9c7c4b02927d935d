import { describe, expect, it } from 'vitest';
import { settingsDefaults } from '../settings/schemas.ts';
import { inspect, type Refused } from './inspect.ts';

const look = (bytes: string | Buffer, name = 'a') =>
  inspect(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes), name, settingsDefaults);
const refusal = (bytes: string | Buffer, name?: string) =>
  look(bytes, name).then(
    ({ type }) => type,
    (error: Refused) => error.reason,
  );

describe('what a file is', () => {
  it.each([
    ['hola', 'text/plain', 'document'],
    ['# Título\n\nSe escribe `<script>` así.', 'text/plain', 'document'],
    ['a < b && c > d', 'text/plain', 'document'],
    ['{"a": 1}', 'text/plain', 'document'],
    ['<?xml version="1.0"?><gpx></gpx>', 'application/xml', 'document'],
    ['%PDF-1.7\n', 'application/pdf', 'document'],
    ['PK\x03\x04 y más', 'application/zip', 'archive'],
  ])('CHAT-40: %j is %s, a %s', async (bytes, type, family) => {
    expect(await look(bytes)).toEqual({ type, family });
  });

  it.each([
    '<html>',
    '  \n<!DOCTYPE html>',
    '\ufeff<!doctype HTML>',
    '<!-- x --><script>1</script>',
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "x"><svg>',
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">',
    '<SVG onload=alert(1)>',
    '<iframe src=x>',
    '%PDF-1.7 <script>',
    'PK\x03\x04<html>',
  ])('CHAT-41: %j is a page or a script', async (bytes) => {
    expect(await refusal(bytes)).toBe('fileActive');
  });

  it('CHAT-41: a page in another encoding is a page', async () => {
    const wide = Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from('<html><script>', 'utf16le'),
    ]);
    expect(await refusal(wide)).toBe('fileActive');
  });

  it('CHAT-40: a name that says something else is not believed', async () => {
    expect(await refusal('%PDF-1.7\n', 'a.png')).toBe('fileMismatch');
    expect(await refusal('hola', 'a.mp4')).toBe('fileMismatch');
    expect(await refusal('hola', 'a.html')).toBe('fileMismatch');
    expect(await refusal('PK\x03\x04', 'a.txt')).toBe('application/zip');
  });

  it('CHAT-40: unknown bytes and pictures that cannot be made anew are not taken', async () => {
    expect(await refusal(Buffer.from([0, 1, 2, 3]))).toBe('fileType');
    expect(await refusal('BM'.padEnd(60, '\0'))).toBe('fileType');
  });
});
