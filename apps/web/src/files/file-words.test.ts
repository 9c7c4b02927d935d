import type { ErrorCode, FileView } from '@atalaya/api/types';
import { expect, test } from 'vitest';
import { isFinal, kindOf } from './file-words.ts';

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

test('CHAT-40: what a file is refused for is final; room, line and lost bytes may change', () => {
  const failure = (code: ErrorCode, reason: string) => ({
    ...{ code, messageKey: `error.${code}.${reason}`, field: null },
    ...{ params: {}, retryAfter: null, requestId: null },
  });
  for (const reason of ['fileType', 'fileActive', 'fileMismatch', 'fileDamaged', 'filePixels']) {
    expect(isFinal(failure('refused', reason)), reason).toBe(true);
  }
  expect(isFinal(failure('tooLarge', 'file'))).toBe(true);
  expect(isFinal(failure('tooLarge', 'picture'))).toBe(true);
  expect(isFinal(failure('tooLarge', 'quota'))).toBe(false);
  expect(isFinal(failure('refused', 'fileLost'))).toBe(false);
  expect(isFinal(failure('unavailable', 'connection'))).toBe(false);
  expect(isFinal(null)).toBe(false);
});
