import type { FileView } from '@atalaya/api/types';
import { expect, test } from 'vitest';
import { kindOf } from './file-words.ts';

const file = (type: string, side: number | null = null): FileView => ({
  id: '',
  name: 'a',
  type,
  bytes: 1,
  width: side,
  height: side,
  thumbhash: null,
  state: 'ready',
  refusal: null,
});

test('CHAT-41: only what the server lets be shown is shown; all else is for saving', () => {
  expect(kindOf(file('image/png', 10))).toBe('picture');
  expect(kindOf(file('image/png'))).toBe('other');
  expect(kindOf(file('video/mp4'))).toBe('video');
  expect(kindOf(file('audio/ogg; codecs=opus'))).toBe('audio');
  for (const type of ['video/quicktime', 'image/svg+xml', 'text/html', 'application/pdf', '']) {
    expect(kindOf(file(type))).toBe('other');
  }
});
