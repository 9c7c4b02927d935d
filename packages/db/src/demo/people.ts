export type DemoRole = 'member' | 'moderator' | 'admin' | 'superadmin' | 'auditor';

export interface DemoPerson {
  name: string;
  /** What stands before the address's domain, and the username. */
  username: string;
  role: DemoRole;
  locale: 'es' | 'en';
  bio: string;
  statusText?: string;
  state?: 'deactivated' | 'banned';
}

type Row = [
  name: string,
  username: string,
  role: DemoRole,
  locale: 'es' | 'en',
  bio: string,
  status?: string,
];

const person = ([name, username, role, locale, bio, status]: Row): DemoPerson => ({
  name,
  username,
  role,
  locale,
  bio,
  ...(status ? { statusText: status } : {}),
});

const faroRows: Row[] = [
  [
    'Ana Ferreiro',
    'ana',
    'member',
    'es',
    'Vecina del Muelle Viejo. Ronda de los jueves.',
    'En el taller hasta las 18',
  ],
  [
    'Bruno Castaño',
    'bruno',
    'moderator',
    'es',
    'Modero el chat y coordino la ronda nocturna.',
    'De guardia',
  ],
  ['Carmen Lago', 'carmen', 'admin', 'es', 'Secretaria de la asociación Faro Norte.'],
  [
    'Diego Rial',
    'diego',
    'superadmin',
    'es',
    'Mantengo esto en marcha. Si algo falla, aquí estoy.',
  ],
  ['Elena Souto', 'elena', 'auditor', 'es', 'Cuentas claras. Revisora de la asociación.'],
  [
    'Fermín Outeiro',
    'fermin',
    'member',
    'es',
    'Patrón jubilado, cuarenta años en la mar.',
    'En el pantalán 3',
  ],
  ['Gloria Pazos', 'gloria', 'moderator', 'es', 'Maestra. Cuido el canal de fiestas.'],
  ['Hugo Barreiro', 'hugo', 'member', 'es', 'Electricista. Pregunta sin miedo.'],
  [
    'Inés Varela',
    'ines',
    'member',
    'es',
    'Bióloga marina en la estación.',
    'Muestreo toda la semana',
  ],
  ['Jacobo Lema', 'jacobo', 'member', 'es', 'Panadería Lema, calle Real 14.'],
  ['Karima Haddad', 'karima', 'member', 'es', 'Enfermera del centro de salud.', 'Turno de noche'],
  ['Lois Tarrío', 'lois', 'member', 'es', 'Redero. También afilo cuchillos.'],
  ['Marta Quintela', 'marta', 'admin', 'es', 'Tesorera y capitana del equipo de traineras.'],
  ['Nicolás Bermúdez', 'nico', 'member', 'es', 'Estudio náutica. Tardes en la cofradía.'],
  [
    'Oliver Grant',
    'oliver',
    'member',
    'en',
    'Sailing north, slowly. Ketch Wren of Fowey.',
    'Back ashore on Sunday',
  ],
  ['Pilar Cambeiro', 'pilar', 'member', 'es', 'Quiosco de la plaza. Lo sé todo antes.'],
  ['Rosalía Freire', 'rosalia', 'member', 'es', 'Huerta, gaita y tres gatos.'],
  [
    'Samuel Okafor',
    'samuel',
    'moderator',
    'en',
    'Harbour radio volunteer. Channel 9, most evenings.',
  ],
  ['Tomás Piñeiro', 'tomas', 'member', 'es', 'Carpintería de ribera.'],
  ['Uxía Mallo', 'uxia', 'member', 'es', 'Fotografía el faro a todas horas.'],
  ['Vicente Carballo', 'vicente', 'member', 'es', 'Farmacia Carballo.'],
  ['Wendy Aldridge', 'wendy', 'member', 'en', 'Moved here for a year, eleven years ago.'],
  [
    'Xoán Figueroa',
    'xoan',
    'member',
    'es',
    'Percebeiro. Madrugo por oficio.',
    'No molestar antes de las 10',
  ],
  ['Yolanda Rey', 'yolanda', 'auditor', 'es', 'Abogada, comisión de garantías.'],
  ['Zoe Lindqvist', 'zoe', 'member', 'en', 'Weather nerd with a barograph.', 'Watching the glass'],
  ['Alba Noguerol', 'alba', 'member', 'es', 'Mecánica de motores fueraborda.'],
];

const brisaRows: Row[] = [
  [
    'Olga Mendes',
    'olga',
    'member',
    'en',
    'Tide pools, compost and long lunches.',
    'At the greenhouse',
  ],
  ['Pablo Arteaga', 'pablo', 'superadmin', 'es', 'Fundador de Brisa. Remo al amanecer.'],
  ['Quinn Harper', 'quinn', 'admin', 'en', 'Coordination and grant applications.'],
  ['Raquel Montes', 'raquel', 'moderator', 'es', 'Cocina comunitaria, martes y viernes.'],
  ['Stefan Novak', 'stefan', 'member', 'en', 'Tool library. Please bring the drill back.'],
  ['Teresa Ibarra', 'teresa', 'auditor', 'es', 'Reviso las cuentas del colectivo.'],
  ['Umar Siddiqui', 'umar', 'member', 'en', 'Beekeeper. Two hives on the roof.'],
  ['Valeria Duarte', 'valeria', 'member', 'es', 'Arquitecta. Reparo la caseta de remos.'],
  [
    'Will Thornbury',
    'will',
    'member',
    'en',
    'Beach clean-ups, first Saturday of the month.',
    'Out with the van',
  ],
  ['Ximena Prado', 'ximena', 'member', 'es', 'Timonel del Gaviota.'],
  ['Yusuf Demir', 'yusuf', 'member', 'en', 'Bread, pickles and bicycles.'],
  ['Zaida Lorente', 'zaida', 'moderator', 'es', 'Comunicación y redes del colectivo.'],
  ['Amelia Frost', 'amelia', 'member', 'en', 'Dune botanist. Mind the marram grass.'],
];

const former: DemoPerson[] = [
  {
    ...person(['Ramón Seijas', 'ramon', 'member', 'es', 'Ya no vivo en el pueblo.']),
    state: 'deactivated',
  },
  { ...person(['Ofertas Costa', 'ofertas.costa', 'member', 'es', '']), state: 'banned' },
];

export interface DemoOrganisation {
  name: string;
  slug: string;
  emailDomain: string;
  openRegistration: boolean;
  plan: 'community' | 'team';
  people: readonly DemoPerson[];
}

export const faroNorte: DemoOrganisation = {
  name: 'Faro Norte',
  slug: 'faro-norte',
  emailDomain: 'faro.example',
  openRegistration: true,
  plan: 'team',
  people: [...faroRows.map(person), ...former],
};

export const colectivoBrisa: DemoOrganisation = {
  name: 'Colectivo Brisa',
  slug: 'colectivo-brisa',
  emailDomain: 'brisa.example',
  openRegistration: false,
  plan: 'community',
  people: brisaRows.map(person),
};
