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
  quiet: 'sin avisos',
  pause: 'No molestar hasta mañana a las 8:00',
  held: 'Mientras no había avisos',
  heldText: (cases: number, alerts: number) =>
    [
      ...(cases > 0 ? [cases === 1 ? '1 caso nuevo' : `${cases} casos nuevos`] : []),
      ...(alerts > 0 ? [alerts === 1 ? '1 alerta' : `${alerts} alertas`] : []),
    ].join(' y '),
  newer: (version: string) => `Atalaya ${version} está lista`,
  newerText: 'Se usará cuando reinicies el programa.',
  restart: (version: string) => `Reiniciar y actualizar a ${version}`,
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
  quiet: 'no notices',
  pause: 'Do not disturb until tomorrow at 8:00',
  held: 'While there were no notices',
  heldText: (cases, alerts) =>
    [
      ...(cases > 0 ? [cases === 1 ? '1 new case' : `${cases} new cases`] : []),
      ...(alerts > 0 ? [alerts === 1 ? '1 alert' : `${alerts} alerts`] : []),
    ].join(' and '),
  newer: (version) => `Atalaya ${version} is ready`,
  newerText: 'It is used when you restart the program.',
  restart: (version) => `Restart and update to ${version}`,
};

export type Texts = typeof es;
export type Language = 'es' | 'en';

/** What the program itself says, outside of the page: tray, menu, and before a page goes. */
export const texts: Record<Language, Texts> = { es, en };

export const languageOf = (locale: string): Language => (locale.startsWith('en') ? 'en' : 'es');
