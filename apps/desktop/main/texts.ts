const es = {
  show: 'Mostrar la consola',
  quit: 'Salir',
  queue: (count: number) =>
    count === 0 ? 'Cola vacía' : count === 1 ? '1 caso en la cola' : `${count} casos en la cola`,
  file: 'Archivo',
  edit: 'Edición',
  view: 'Ver',
  window: 'Ventana',
  help: 'Ayuda',
  keys: 'Atajos de teclado',
  startAtLogin: 'Abrir al iniciar sesión en el equipo',
  crashLog: 'Mostrar el registro de errores',
  unsaved: '¿Salir sin guardar?',
  unsavedDetail: 'Los cambios que no has guardado se perderán.',
  leave: 'Salir sin guardar',
  stay: 'Quedarse',
};

const en: typeof es = {
  show: 'Show the console',
  quit: 'Quit',
  queue: (count) =>
    count === 0
      ? 'Queue empty'
      : count === 1
        ? '1 case in the queue'
        : `${count} cases in the queue`,
  file: 'File',
  edit: 'Edit',
  view: 'View',
  window: 'Window',
  help: 'Help',
  keys: 'Keyboard shortcuts',
  startAtLogin: 'Open when I log in',
  crashLog: 'Show the crash log',
  unsaved: 'Leave without saving?',
  unsavedDetail: 'The changes that you have not saved will be lost.',
  leave: 'Leave without saving',
  stay: 'Stay',
};

export type Texts = typeof es;
export type Language = 'es' | 'en';

/** What the program itself says, outside of the page: tray, menu, and before a page goes. */
export const texts: Record<Language, Texts> = { es, en };

export const languageOf = (locale: string): Language => (locale.startsWith('en') ? 'en' : 'es');
