import { describe, expect, it } from 'vitest';
import { type Format, formatOf, formatted } from './formatting.ts';

/** The text with what is chosen between bars. */
const marked = (text: string, [start, end]: readonly [number, number]) =>
  `${text.slice(0, start)}|${text.slice(start, end)}|${text.slice(end)}`;

/** Formats what stands between the bars. */
function format(written: string, how: Format): string {
  const [before = '', chosen = '', after = ''] = written.split('|');
  const text = before + chosen + after;
  const change = formatted(text, before.length, before.length + chosen.length, how);
  return marked(
    text.slice(0, change.from) + change.insert + text.slice(change.to),
    change.selection,
  );
}

describe('formats', () => {
  it('CHAT-05: marks go around what is chosen, and off again', () => {
    const cases: [before: string, how: Format, after: string][] = [
      ['luz |verde|', 'bold', 'luz **|verde|**'],
      ['luz **|verde|**', 'bold', 'luz |verde|'],
      ['|**verde**|', 'bold', '|verde|'],
      ['luz| verde |ya', 'strike', 'luz ~~|verde|~~ ya'],
      ['luz ||', 'code', 'luz `||`'],
      ['luz `||`', 'code', 'luz ||'],
      ['|luz|', 'italic', '_|luz|_'],
      ['_|luz|_', 'italic', '|luz|'],
      ['con|tra|luz', 'italic', 'con*|tra|*luz'],
      ['con*|tra|*luz', 'italic', 'con|tra|luz'],
      ['|a`b|', 'code', '``|a`b|``'],
      ['|`b|', 'code', '`` |`b| ``'],
    ];
    for (const [before, how, after] of cases) expect(format(before, how), before).toBe(after);
  });

  it('CHAT-05: code of several lines becomes a block that its own fences do not end', () => {
    expect(format('|a\nb|', 'code')).toBe('```\n|a\nb|\n```');
    expect(format('ver |a| ya', 'codeBlock')).toBe('ver \n```\n|a|\n```\n ya');
    expect(format('|```\na|', 'codeBlock')).toBe('````\n|```\na|\n````');
    expect(format('||', 'codeBlock')).toBe('```\n||\n```');
  });

  it('CHAT-05: lists and quotes begin the lines, and go off when all have them', () => {
    expect(format('uno\n|dos\ntr|es', 'list')).toBe('uno\n|- dos\n- tres|');
    expect(format('uno\n|- dos\n- tres|', 'list')).toBe('uno\n|dos\ntres|');
    expect(format('ci||ta', 'quote')).toBe('> ci||ta');
    expect(format('> ci||ta', 'quote')).toBe('ci||ta');
    expect(format('||\nfin', 'quote')).toBe('> ||\nfin');
  });

  it('CHAT-05: only combinations of Ctrl or Cmd are keys of formats', () => {
    const press = (key: string, more: object = { ctrlKey: true }) =>
      formatOf({
        ...{ ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, code: '', key },
        ...more,
      });
    expect(press('b')).toBe('bold');
    expect(press('I', { metaKey: true })).toBe('italic');
    expect(press('C', { ctrlKey: true, shiftKey: true })).toBe('codeBlock');
    expect(press(')', { ctrlKey: true, shiftKey: true, code: 'Digit9' })).toBe('quote');
    expect(press('b', {})).toBeNull();
    expect(press('b', { ctrlKey: true, altKey: true })).toBeNull();
    expect(press('c')).toBeNull();
  });
});
