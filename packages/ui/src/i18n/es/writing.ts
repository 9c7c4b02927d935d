/** Writing with formats, its preview, and what a message said before, in Spanish. */
export const writing = {
  'writing.formats': 'Formato',
  'writing.bold': 'Negrita',
  'writing.italic': 'Cursiva',
  'writing.strike': 'Tachado',
  'writing.code': 'Código',
  'writing.codeBlock': 'Bloque de código',
  'writing.quote': 'Cita',
  'writing.list': 'Lista',
  'writing.preview': 'Vista previa',
  'writing.preview.shown': 'Así se verá el mensaje. Intro lo envía, Escape vuelve a escribir.',
  'shortcuts.preview': 'Vista previa del mensaje',
} as const;
