import { describe, expect, test } from 'vitest';
import { fold } from './fold.ts';
import { WordFinder } from './words.ts';

/** Whether the word is found in the text; with `over`, only where it lies over that place. */
function isFound(word: string, text: string, over?: number): boolean {
  let found = false;
  new WordFinder([{ written: word, owner: word }]).find(fold(text), () => (found = true), over);
  return found;
}

describe('words in pieces', () => {
  // A piece that is no word gives the others away; the whole begins and ends where words do.
  test.each([
    ['idiota', 'i d i o t a'],
    ['idiota', 'idio ta'],
    ['idiota', 'idio\nta'],
    ['idiota', 'idio   \n\n ta'],
    ['idiota', 'idio\u200b ta'],
    ['idiota', 'idio, ta'],
    ['idiota', 'idio/ta'],
    ['idiota', 'idi ota'],
    ['idiota', '1d10 t4'],
    ['idiota', 'IDIÓ tá'],
    ['idiota', 'iddiio taaa'],
    ['idiota', 'i.d.i.o ta'],
    ['idiota', 'eres un idio ta, hombre'],
    ['idiota', '¡idio ta!'],
    ['puta', 'pu ta'],
    ['puta', 'p uta'],
    ['puta', 'pu uta'],
    ['mierda', 'mier d a'],
    ['mierda', 'mie rda'],
    ['fuck', 'f uck you'],
    ['hijo de mala', 'hij o de mala'],
    ['idiota*', 'idio ta'],
  ])('TRUST-01: «%s» is in «%s»', (word, text) => {
    expect(isFound(word, text)).toBe(true);
  });

  test.each([
    // Its letters in two or three words that are whole.
    ['idiota', 'mi dio taza'],
    ['idiota', 'mi dio ta'],
    ['idiota', 'idio tarde'],
    ['puta', 'put a stop to it'],
    ['puta', 'pu tarde'],
    ['puta', 'esputa, di: pu tarde'],
    ['pollas', 'Pol las tiene'],
    ['mierda', 'mier da igual'],
    ['teta', 'te ta bien'],
    ['tonto', 'a ton to go'],
    ['shit', 'it s hit or miss'],
    ['idiota', 'id iot a'],
    ['asshole', 'ass whole'],
    ['ano', 'a no'],
    ['ano', 'an o'],
    // The word before goes on in it.
    ['shit', 'it’s hit or miss'],
    ['shit', "let's hit the gym"],
    // Spelled in syllables, it is another word.
    ['puta', 'dis pu ta'],
    ['puta', 'com pu ta do ra'],
    // A number is no scrap.
    ['teta', '7 eta'],
    // Pieces that may all be words.
    ['gilipollas', 'gili pollas'],
    // `*` does not reach beyond pieces.
    ['puta*', 'pu tarde'],
  ])('TRUST-01: «%s» is not in «%s»', (word, text) => {
    expect(isFound(word, text)).toBe(false);
  });

  test('TRUST-01: an everyday text of short words has none of the coarse words in pieces', () => {
    const words = [
      ...[
        'puta',
        'polla',
        'pollas',
        'teta',
        'tetas',
        'culo',
        'mierda',
        'cabron',
        'idiota',
        'tonto',
      ],
      ...['shit', 'fuck', 'cunt', 'dick', 'anal', 'rape', 'nazi', 'caca', 'pene', 'coño', 'joder'],
    ];
    const text = `Ya no sé si él va a ir al bar con su tía o si se va a la cama a las dos; yo ni lo vi ni le oí.
      Me da que no le da la gana, y a mí me da igual. Ana y Pol las ven a las tres. Te la doy si tú me das la tuya.
      It is hot in here, so let us go out for a bit; he said he has it, but we did not get to see it at all.
      I put a cap on it and can not take it off. Is it as big as a can of tea? No, it is too far to say.
      Tel. 600 12 34 56, c/ Mar 7, 2.º B. La UE y EE. UU. van a la par; el km 4, la T4 y la A-6.`;
    expect(words.filter((word) => isFound(word, text))).toEqual([]);
  });

  test('TRUST-01: asked for what lies over a place, it tells of nothing before or after', () => {
    const [before, after] = ['tonto idio', 'ta tonto'];
    const text = `${before}\n${after}`;
    const over = fold(before).letters.length;
    expect(isFound('tonto', text, over)).toBe(false);
    expect(isFound('idiota', text, over)).toBe(true);
  });
});
