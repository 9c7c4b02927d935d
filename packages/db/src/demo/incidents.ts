/** Something that was said and that people flagged. */
export interface DemoIncident {
  from: string;
  text: string;
  minutesAgo: number;
  flags: readonly DemoFlag[];
}

interface DemoFlag {
  by: string;
  /** A policy's name. */
  reason: string;
  /** Minutes after it was said. */
  after: number;
  note?: string;
}

/** Profiles that people flagged; `decided`: an administrator banned the person for good. */
export interface DemoProfileFlag {
  username: string;
  by: string;
  reason: string;
  minutesAgo: number;
  note?: string;
  decided?: { by: string; statement: string; minutesAgo: number };
}

/** By organisation and channel. They are flagged by the server's own code when it has started. */
export const demoIncidents: Readonly<Record<string, Readonly<Record<string, DemoIncident[]>>>> = {
  'faro-norte': {
    general: [
      {
        from: 'hugo',
        text: 'El de la furgoneta blanca en el vado: eres un inútil y un caradura. Como la vea mañana ahí, la rayo de punta a punta.',
        minutesAgo: 190,
        flags: [
          { by: 'rosalia', reason: 'harassment', after: 4, note: 'Se está pasando.' },
          { by: 'karima', reason: 'violence', after: 11 },
        ],
      },
      {
        from: 'tomas',
        text: 'La curva del faro es un peligro, un día se mata alguien ahí.',
        minutesAgo: 75,
        flags: [{ by: 'vicente', reason: 'violence', after: 9, note: 'Habla de muertes.' }],
      },
    ],
    mercadillo: [
      {
        from: 'jacobo',
        text: 'GANA 300 € AL DÍA SIN SALIR DE CASA. Plazas limitadas, escríbeme y te paso el enlace: https://dinero-facil.example/faro',
        minutesAgo: 46,
        flags: [
          {
            by: 'pilar',
            reason: 'spam',
            after: 1,
            note: 'No parece Jacobo. ¿Le robaron la cuenta?',
          },
          { by: 'lois', reason: 'spam', after: 2 },
          { by: 'alba', reason: 'spam', after: 3 },
        ],
      },
    ],
    'el-tiempo': [
      {
        from: 'xoan',
        text: 'El que dejó el motor goteando es el del 2.º B de la calle Real 9, por si alguien quiere pasarse a decírselo.',
        minutesAgo: 28,
        flags: [{ by: 'ines', reason: 'privacy', after: 5, note: 'Ha puesto dónde vive.' }],
      },
    ],
    'visiting-crews': [
      {
        from: 'oliver',
        text: 'Whoever let my mooring lines go last night: say so, or I will find out and you will be sorry.',
        minutesAgo: 17,
        flags: [{ by: 'zoe', reason: 'harassment', after: 3 }],
      },
    ],
  },
  'colectivo-brisa': {
    general: [
      {
        from: 'yusuf',
        text: 'Cheap watches, all brands, 90% off today only: https://watches.example/brisa',
        minutesAgo: 34,
        flags: [{ by: 'umar', reason: 'spam', after: 6 }],
      },
    ],
  },
};

export const demoProfileFlags: Readonly<Record<string, readonly DemoProfileFlag[]>> = {
  'faro-norte': [
    {
      username: 'lois',
      by: 'wendy',
      reason: 'violence',
      minutesAgo: 240,
      note: 'His profile talks about knives.',
    },
    {
      username: 'ofertas.costa',
      by: 'pilar',
      reason: 'spam',
      minutesAgo: 60 * 24 * 20 + 50,
      note: 'Manda ofertas a todo el mundo.',
      decided: {
        by: 'carmen',
        statement: 'Esta cuenta solo se ha usado para publicidad.',
        minutesAgo: 60 * 24 * 20,
      },
    },
  ],
};
