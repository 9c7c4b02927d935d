/**
 * Letters that look like Latin ones, in small letters: from Unicode's list of confusables, what a
 * keyboard or a "fancy text" page gives. Marks and styles (full width, mathematical, superscript) are
 * not here: Unicode's compatibility forms take them away.
 */
const lookalikes: Record<string, string> = {
  // Cyrillic
  ...pairs('абвгдезікмнорстухѕјһӏԁԛԝѵғҽҫәү', 'abbrde3ikmhopctyxsjhldqwvfecey'),
  // Greek
  ...pairs('αβγεηικμνορτυχωϲϳ', 'abyenikuvoptuxwcj'),
  // Armenian
  ...pairs('օսհոզցւ', 'ouhnqgl'),
  // Latin letters beyond the alphabet, and small capitals
  ...pairs(
    'ıɩɪɑɐɡɢʙʜᴀᴄᴅᴇᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢꜰꜱƒđðħłøŧəǝɛɔŋɓɗɠƙƥƭʋʼ',
    "iiiaaggbhacdejklmnoprtuvwyzfsfddhloteeecnbdgkptv'",
  ),
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};

function pairs(from: string, to: string): Record<string, string> {
  const [left, right] = [[...from], [...to]];
  if (left.length !== right.length) throw new Error('a lookalike without its letter');
  return Object.fromEntries(left.map((letter, index) => [letter, right[index] ?? '']));
}

/** Letters in boxes and circles, and those that make flags: each block is an alphabet in order. */
const alphabets = [0x1f1e6, 0x1f150, 0x1f170];

/** The Latin letters that a small letter looks like; itself when it looks like none. */
export function plainLetter(letter: string): string {
  const alike = lookalikes[letter];
  if (alike !== undefined) return alike;
  const code = letter.codePointAt(0) ?? 0;
  const start = alphabets.find((first) => code >= first && code < first + 26);
  return start === undefined ? letter : String.fromCharCode(97 + code - start);
}

/** What a digit or sign may stand for between letters. The first is what it mostly stands for. */
export const leet: Record<string, string> = {
  0: 'o',
  1: 'il',
  2: 'z',
  3: 'e',
  4: 'a',
  5: 's',
  6: 'gb',
  7: 't',
  8: 'b',
  9: 'g',
  '@': 'a',
  $: 's',
  '€': 'e',
  '!': 'il',
  '|': 'li',
};
/** Signs that are read as letters; digits always are. */
export const leetSigns = '@$€!|';
