import { expect, test } from 'vitest';
import { deviceOf } from './device.ts';

test('UI-05: a session names browser and system as people know them', () => {
  const mozilla = 'Mozilla/5.0';
  expect(
    deviceOf(
      `${mozilla} (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/143.0.0.0 Safari/537.36 Edg/143.0`,
    ),
  ).toEqual({ browser: 'Edge', system: 'Windows' });
  expect(
    deviceOf(`${mozilla} (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1`),
  ).toEqual({ browser: 'Safari', system: 'iOS' });
  expect(
    deviceOf(`${mozilla} (Linux; Android 16; Pixel 9) Chrome/143.0.0.0 Mobile Safari/537.36`),
  ).toEqual({ browser: 'Chrome', system: 'Android' });
  expect(deviceOf(`${mozilla} (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0`)).toEqual({
    browser: 'Firefox',
    system: 'Linux',
  });
  expect(deviceOf('node')).toEqual({});
});
