import { describe, expect, it } from 'vitest';
import { cleanName, withExtension } from './names.ts';

describe('names', () => {
  it.each([
    ['Acta de abril.pdf', 'Acta de abril.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\fotos\\playa.JPG', 'playa.jpg'],
    ['a/b\\c/', 'file'],
    ['..', 'file'],
    ['.htaccess', 'htaccess'],
    ['con\u0000trol\n.txt', 'control.txt'],
    ['foto\u202egpj.exe', 'fotogpj.exe'],
    ['  muchos   blancos .txt', 'muchos blancos.txt'],
    ['<script>"x".js', 'scriptx.js'],
    ['niño 👩‍🚀.png', 'niño 👩🚀.png'],
    ['\ud800x.txt', '\ufffdx.txt'],
    ['', 'file'],
  ])('CHAT-40: %j is called %j', (given, name) => {
    expect(cleanName(given)).toBe(name);
  });

  it('CHAT-40: a name without end is cut between characters and keeps its ending', () => {
    const name = cleanName(`${'👍'.repeat(500)}.pdf`);
    expect(name.length).toBeLessThanOrEqual(200);
    expect(name).toMatch(/^(?:👍)+\.pdf$/u);
  });

  it('CHAT-41: a picture is called after what it is now', () => {
    expect(withExtension('a.avif', ['webp'])).toBe('a.webp');
    expect(withExtension('a.jpeg', ['jpg', 'jpeg'])).toBe('a.jpeg');
    expect(withExtension('a', ['png'])).toBe('a.png');
  });
});
